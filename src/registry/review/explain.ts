import type { Alliance } from '../../core/alliance.ts';
import type { Db } from '../store/schema.ts';
import { countingVotes, type Held, type Rules, type StandingVote } from './decide.ts';
import { rulesOf } from './replay.ts';
import { votesOn } from './standing.ts';
import { WaitingVotes } from './waiting.ts';

/** A member's newest vote on a key. */
export interface Voice extends StandingVote {
  /** Whether it still counts: not too old, not overruled, not second to another of the same group. */
  readonly counts: boolean;
  /** Whether no release has taken it in yet. */
  readonly waits: boolean;
}

/** How the votes on a key add up, those that wait for the next release included. */
export interface Tally {
  /** In the log's order. */
  readonly voices: readonly Voice[];
  /** How many members ask for it to be listed, and to be cleared, with the next release; a group counts once. */
  readonly lists: number;
  readonly clears: number;
  readonly quorum: number;
}

/** Why a key stands on the list, or does not. */
export interface Explanation extends Tally {
  /** What stands, since when, and until when by the votes that a release has taken in; null when nothing does. */
  readonly held: (Held & { readonly added: string }) | null;
}

/**
 * Who voted what on a key, what of it counts, and what it came to; votes that wait for the next release included.
 *
 * @param time as of when: ISO 8601, UTC, whole seconds
 */
export async function explain(db: Db, alliance: Alliance, key: string, time: string): Promise<Explanation> {
  const tally = (await talliesOf(db, new WaitingVotes(db), alliance, [key], time)).get(key)!;
  return { ...tally, held: await heldOf(db, key) };
}

/** How the votes on each of these keys add up. @param time as of when */
export async function talliesOf(
  db: Db,
  waiting: WaitingVotes,
  alliance: Alliance,
  keys: readonly string[],
  time: string,
): Promise<Map<string, Tally>> {
  const rules = rulesOf(alliance, time);
  const [standing, late] = [await votesOn(db, keys), await waiting.on(keys)];
  return new Map(keys.map((key) => [key, addUp(standing.get(key)!, late.get(key)!, rules)]));
}

function addUp(standing: readonly StandingVote[], late: readonly StandingVote[], rules: Rules): Tally {
  const newest = new Map(standing.map((vote) => [vote.member, vote]));
  for (const vote of late) {
    if (vote.time > (newest.get(vote.member)?.time ?? '')) newest.set(vote.member, vote);
  }
  const votes = [...newest.values()].sort((a, b) => a.leaf - b.leaf);
  const counting = countingVotes(votes, rules);
  const lists = counting.filter(({ action }) => action === 'list').length;
  const known = new Set(standing);
  const voices = votes.map((vote) => ({ ...vote, counts: counting.includes(vote), waits: !known.has(vote) }));
  return { voices, lists, clears: counting.length - lists, quorum: rules.quorum };
}

/** What stands on the list for a key, and since when; null when nothing does. */
export async function heldOf(db: Db, key: string): Promise<Explanation['held']> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['kind', 'level', 'until', 'alarm', 'added'])
    .where('entry.key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}
