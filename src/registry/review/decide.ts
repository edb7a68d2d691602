import type { Entry, Kind, Level } from '../../core/entry.ts';
import { limits } from '../../core/limits.ts';

/** A member's newest vote on a key. Times are ISO 8601, UTC, whole seconds. */
export interface StandingVote {
  readonly member: string;
  readonly action: 'list' | 'clear';
  /** Null for `clear`. */
  readonly kind: Kind | null;
  readonly level: Level | null;
  readonly time: string;
  readonly leaf: number;
  readonly alarm: 0 | 1;
  readonly spent: 0 | 1;
}

/** What stands on the list for a key, and until when by the votes for it. `alarm`: by one member alone. */
export interface Held extends Omit<Entry, 'key'> {
  readonly until: string;
  readonly alarm: 0 | 1;
}

/** By what rules is decided. */
export interface Rules {
  readonly quorum: number;
  /** The members of the alliance in force, and the voice that each counts as: its group's or its own. */
  readonly voices: ReadonlyMap<string, string>;
  /** As of when. */
  readonly time: string;
  /** Votes from then or before are too old to count: `limits.voteLife` before `time`. */
  readonly since: string;
}

/** What a key comes to, and which votes on it are spent by that. */
export interface Decision {
  readonly held: Held | null;
  readonly spends: 'list' | 'clear' | null;
}

/**
 * What the votes on one key come to ("From votes to a release" in the protocol). A function of its arguments alone: whoever
 * replays the log has to arrive at the same.
 *
 * @param votes at most one of a member
 * @param held what stood before
 */
export function decide(votes: readonly StandingVote[], held: Held | null, rules: Rules): Decision {
  const counting = countingVotes(votes, rules);
  const lists = counting.filter(({ action }) => action === 'list');
  const clears = counting.length - lists.length;
  if (held !== null && held.alarm === 0) return keepOrClear(lists, clears, held, rules);
  return listOrAlarm(lists, clears, held, rules);
}

/** One vote a voice, the newest in the log; none that is spent or too old. */
export function countingVotes<V extends StandingVote>(votes: readonly V[], { voices, since }: Rules): V[] {
  const newest = new Map<string, V>();
  for (const vote of votes) {
    const voice = voices.get(vote.member);
    if (voice === undefined || vote.spent === 1 || vote.time <= since) continue;
    if (vote.leaf > (newest.get(voice)?.leaf ?? -1)) newest.set(voice, vote);
  }
  return [...newest.values()].sort((a, b) => a.leaf - b.leaf);
}

function keepOrClear(lists: readonly StandingVote[], clears: number, held: Held, rules: Rules): Decision {
  const { quorum, time } = rules;
  if (clears >= quorum) return { held: null, spends: 'list' };
  const until = later(held.until, supportEnds(lists, quorum));
  if (until <= time) return { held: null, spends: null };
  return {
    held: {
      kind: kindNow(lists, held.kind, quorum),
      level: levelNow(lists, held.level, quorum),
      until,
      alarm: 0,
    },
    spends: null,
  };
}

function listOrAlarm(
  lists: readonly StandingVote[],
  clears: number,
  held: Held | null,
  { quorum, time }: Rules,
): Decision {
  if (lists.length >= quorum) return { held: agreed(lists, quorum), spends: 'clear' };
  // Nor does one member alone list again what a quorum has cleared.
  if (clears >= quorum) return { held: null, spends: held === null ? null : 'list' };
  if (held !== null && held.until > time) return { held, spends: null };
  const alarm = lists.find((vote) => vote.alarm === 1 && alarmEnds(vote) > time);
  if (alarm === undefined) return { held: null, spends: null };
  return { held: { kind: alarm.kind!, level: 'caution', until: alarmEnds(alarm), alarm: 1 }, spends: null };
}

function agreed(lists: readonly StandingVote[], quorum: number): Held {
  const level = countLevel(lists, 'stop') >= quorum ? 'stop' : 'caution';
  return { kind: commonest(lists).kind, level, until: supportEnds(lists, quorum), alarm: 0 };
}

/** The kind that most name; of several the one that was named first. */
function commonest(lists: readonly StandingVote[]): { kind: Kind; count: number } {
  const counts = new Map<Kind, number>();
  for (const { kind } of lists) counts.set(kind!, (counts.get(kind!) ?? 0) + 1);
  const [kind, count] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  return { kind, count };
}

/** Another kind takes as many voices as an entry does, and more than the kind that stands has. */
function kindNow(lists: readonly StandingVote[], kind: Kind, quorum: number): Kind {
  if (lists.length < quorum) return kind;
  const best = commonest(lists);
  const standing = lists.filter((vote) => vote.kind === kind).length;
  return best.count >= quorum && best.count > standing ? best.kind : kind;
}

/** As when it came: a quorum for `stop` is enough, however many would be content with `caution`. So it never swings. */
function levelNow(lists: readonly StandingVote[], level: Level, quorum: number): Level {
  if (countLevel(lists, 'stop') >= quorum) return 'stop';
  return countLevel(lists, 'caution') >= quorum ? 'caution' : level;
}

function countLevel(lists: readonly StandingVote[], level: Level): number {
  return lists.filter((vote) => vote.level === level).length;
}

/** When fewer than the quorum are left by age alone; empty when there are fewer already. */
function supportEnds(lists: readonly StandingVote[], quorum: number): string {
  const time = lists
    .map((vote) => vote.time)
    .sort()
    .at(-quorum);
  return time === undefined ? '' : after(time, limits.voteLife);
}

const alarmEnds = ({ time }: StandingVote): string => after(time, limits.alarmLife);
const later = (a: string, b: string): string => (a > b ? a : b);

/** An instant so many milliseconds after another. */
export function after(time: string, milliseconds: number): string {
  return `${new Date(Date.parse(time) + milliseconds).toISOString().slice(0, 19)}Z`;
}
