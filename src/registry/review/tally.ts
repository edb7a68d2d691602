import type { Alliance } from '../../core/alliance.ts';
import type { Db } from '../store/schema.ts';
import { countingVotes, type Held } from './decide.ts';
import { rulesOf } from './replay.ts';
import { type VoteOnKey, votesOn } from './standing.ts';
import type { WaitingVotes } from './waiting.ts';

/** A member's newest vote on a key, votes that wait included. */
export interface Voice extends VoteOnKey {
  /** Whether it still counts: not too old, not overruled, not second to another of the same group. */
  readonly counts: boolean;
  /** Whether no release has taken it in yet. */
  readonly waits: boolean;
}

/** Who voted what on a key, what of it counts, and how it adds up with the next release. */
export interface Tally {
  /** In the log's order. */
  readonly voices: readonly Voice[];
  /** How many members ask for it to be listed, and to be cleared; a group counts once. */
  readonly lists: number;
  readonly clears: number;
  readonly quorum: number;
}

/**
 * How the votes on each of these keys add up, as the replay will count them: those that no release has taken in yet included.
 *
 * @param time as of when: ISO 8601, UTC, whole seconds
 */
export async function talliesOf(
  db: Db,
  waiting: WaitingVotes,
  alliance: Alliance,
  keys: readonly string[],
  time: string,
): Promise<Map<string, Tally>> {
  if (keys.length === 0) return new Map();
  const rules = rulesOf(alliance, time);
  const [standing, late] = [await votesOn(db, keys), await waiting.on(keys)];
  return new Map(
    keys.map((key) => {
      const newest = newestOf(standing.get(key)!, late.get(key)!);
      const counting = new Set(countingVotes(newest, rules));
      const lists = [...counting].filter(({ action }) => action === 'list').length;
      const voices = newest.map((vote) => ({ ...vote, counts: counting.has(vote) }));
      return [key, { lists, clears: counting.size - lists, quorum: rules.quorum, voices }];
    }),
  );
}

/** Each member's newest vote by its own time, as the replay takes them, in the log's order. */
function newestOf(
  standing: readonly VoteOnKey[],
  late: readonly VoteOnKey[],
): (VoteOnKey & { waits: boolean })[] {
  const votes = new Map(standing.map((vote) => [vote.member, { ...vote, waits: false }]));
  for (const vote of late) {
    const before = votes.get(vote.member);
    if (before === undefined || before.time < vote.time) votes.set(vote.member, { ...vote, waits: true });
  }
  return [...votes.values()].sort((a, b) => a.leaf - b.leaf);
}

/** What stands for a key, since when, and until when by the votes that a release has taken in; null when nothing does. */
export async function heldOf(db: Db, key: string): Promise<(Held & { readonly added: string }) | null> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['kind', 'level', 'until', 'alarm', 'added'])
    .where('entry.key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}
