import type { Kind, Level } from '../../core/entry.ts';
import { limits } from '../../core/limits.ts';
import type { Opinion } from '../voting/statement.ts';

/**
 * What members most often find. The code stands at the beginning of a vote's reason, `licence: …`, so that members who write
 * different languages still read each other.
 */
export const grounds = [
  'copy',
  'payout',
  'licence',
  'promise',
  'drains',
  'victims',
  'warned',
  'same-people',
  'mistake',
  'ended',
] as const;
export type Ground = (typeof grounds)[number];

/** What is typed into the form of a vote. */
export interface OpinionDraft {
  readonly action: 'list' | 'clear';
  readonly kind: Kind;
  readonly level: Level;
  readonly emergency: boolean;
  readonly ground: Ground | '';
  readonly text: string;
  /** One link a line. */
  readonly evidence: string;
}

export const emptyOpinion: OpinionDraft = {
  action: 'list',
  kind: 'unspecified',
  level: 'stop',
  emergency: false,
  ground: '',
  text: '',
  evidence: '',
};

/** What of a draft can not be signed as it is. */
export type OpinionProblem = 'opinion.reason.long' | 'opinion.evidence.wrong' | 'opinion.evidence.many';

/** What keeps a draft from being signed, null when nothing does. */
export function problemOf(draft: OpinionDraft): OpinionProblem | null {
  if ((reasonOf(draft)?.length ?? 0) > limits.reasonLength) return 'opinion.reason.long';
  const links = linksOf(draft);
  if (links.length > limits.evidenceLinks) return 'opinion.evidence.many';
  const isLink = (link: string) => /^https:\/\/[!-~]+$/.test(link) && link.length <= limits.evidenceLength;
  return links.every(isLink) ? null : 'opinion.evidence.wrong';
}

/** What a draft says. @param draft without a problem */
export function opinionOf(draft: OpinionDraft): Opinion {
  const said = { reason: reasonOf(draft), evidence: linksOf(draft) };
  if (draft.action === 'clear') return { action: 'clear', ...said };
  const { kind, level, emergency } = draft;
  return { action: 'list', kind, level: emergency ? 'caution' : level, emergency, ...said };
}

/** A reason taken apart again: its code, where it has one that is known, and what is said besides. */
export function readReason(reason: string): { readonly ground: Ground | null; readonly text: string } {
  const [, code, text = ''] = /^([a-z-]+)(?:: ([\s\S]*))?$/.exec(reason) ?? [];
  const ground = grounds.find((one) => one === code);
  return ground ? { ground, text } : { ground: null, text: reason };
}

function reasonOf({ ground, text }: OpinionDraft): string | undefined {
  const said = [ground, text.trim()].filter((part) => part !== '').join(': ');
  return said === '' ? undefined : said;
}

function linksOf({ evidence }: OpinionDraft): string[] {
  return evidence.split(/\s+/).filter((link) => link !== '');
}
