import type { Trouble } from '../troubles.ts';
import type { Words } from '../words.ts';
import type { TabNote } from './tabs.ts';

/** What the toolbar's icon says. Empty text: no badge. */
export interface Badge {
  readonly text: string;
  readonly color: string;
  readonly title: string;
}

const red = '#8c1d18';
const amber = '#8a5a00';
const grey = '#5f6368';

/** What there is to say whatever the tab shows. */
export interface Notes {
  /** Gravest first. */
  readonly troubles: readonly Trouble[];
  /** A list in force is older than it should be; a feed's log contradicts itself. */
  readonly stale: boolean;
  readonly isAlarmed: boolean;
  /** Something became of a report. */
  readonly hasReportNews: boolean;
}

/**
 * The badge for what is known of a tab: it never stands alone, but stays when a page removes the banner (attacks 49).
 *
 * @param note null for a tab without a page that could be looked at
 * @param cuts of how many hosts something was kept out of the page
 */
export function badgeOf(note: TabNote | null, cuts: number, notes: Notes, t: Words): Badge {
  const { troubles, stale, isAlarmed, hasReportNews } = notes;
  if (note?.verdict === 'stop') return { text: '!', color: red, title: t('badge.stop') };
  if (note?.verdict === 'proceeded') return { text: '!', color: amber, title: t('badge.proceeded') };
  const count = countOf(note) + cuts;
  const caution = count > 0 ? [t('badge.caution', { count })] : [];
  const trouble = troubles.slice(0, 1).map((one) => t(`badge.trouble.${one}`));
  const title = [...trouble, ...caution].join('\n');
  // The page's own banner and marks tell what is on it; nothing else tells of a trouble.
  if (trouble.length > 0) return { text: '!', color: red, title };
  if (count > 0) return { text: countText(count), color: amber, title };
  if (isAlarmed) return { text: '!', color: grey, title: t('badge.alarm') };
  if (stale) return { text: '?', color: grey, title: t('badge.stale') };
  if (hasReportNews) return { text: '•', color: grey, title: t('badge.reportNews') };
  return { text: '', color: grey, title: t('badge.none') };
}

/** Things on the page that call for caution: the page itself, and listed addresses. */
function countOf(note: TabNote | null): number {
  const listed = note?.addresses.filter(({ finding }) => finding !== null).length ?? 0;
  return (note?.verdict === 'caution' ? 1 : 0) + listed;
}

const countText = (count: number): string => (count > 99 ? '99+' : String(count));
