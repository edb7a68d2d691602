import { limits } from '../../core/limits.ts';
import { pageKeys } from '../../core/same-page.ts';
import type { Finding, PageReply } from '../messages.ts';
import { nameOf } from './feed-state.ts';
import type { Found, Lists } from './lists.ts';
import type { Proceeds } from './proceeds.ts';
import type { SettingsStore } from './settings.ts';

/** What a page is judged by. */
export interface Judging {
  readonly lists: Lists;
  readonly proceeds: Proceeds;
  readonly settings: SettingsStore;
}

/** The entry behind a verdict as people are shown it, with the feed that lists it. */
export function findingOf(app: Pick<Judging, 'settings'>, { verdict, record }: Found): Finding | null {
  if (verdict.verdict === 'unlisted' || record === null) return null;
  const { key, kind, level } = verdict;
  return { key, kind, level, feed: record.feed, feedName: nameOf(record.alliance, app.settings.language) };
}

/** Whether lists can name it: it is no page of the browser or of an extension, and no file. */
export const isWebPage = (url: string): boolean => /^https?:/.test(url);

/** The address of a tab as a guard would tell it: without its fragment, within the bound. */
export const pageAddress = (url: string): string => url.split('#', 1)[0]!.slice(0, limits.urlLength);

/** What the lists say about a page in a tab, and whether the person chose to go on to it. */
export async function pageVerdict(
  app: Judging,
  url: string,
  tab: number | null,
): Promise<Pick<PageReply, 'verdict' | 'finding'>> {
  const found = await app.lists.conclude(pageKeys(pageAddress(url)));
  const finding = findingOf(app, found);
  if (found.verdict.verdict !== 'listed') return { verdict: found.verdict.verdict, finding };
  return { verdict: app.proceeds.holds(url, tab) ? 'proceeded' : 'stop', finding };
}
