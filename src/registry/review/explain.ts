import type { Alliance } from '../../core/alliance.ts';
import type { Db } from '../store/schema.ts';
import { countingVotes, type Held, type Rules } from './decide.ts';
import { rulesOf } from './replay.ts';
import { type VoteOnKey, votesOn } from './standing.ts';

/** A member's newest vote on a key, and whether it still counts. */
interface Voice extends VoteOnKey {
  readonly counts: boolean;
}

/** Why a key stands on the list, or does not. */
export interface Explanation {
  /** What stands, and until when by the votes so far; null when nothing does. */
  readonly held: Held | null;
  /** In the log's order. */
  readonly voices: readonly Voice[];
  /** How many members ask for it to be listed, and to be cleared; those under common control count once. */
  readonly lists: number;
  readonly clears: number;
  readonly quorum: number;
}

/**
 * Who voted what on a key, what of it counts, and what it came to, as far as the replay has read the log.
 *
 * @param time as of when: ISO 8601, UTC, whole seconds
 */
export async function explain(db: Db, alliance: Alliance, key: string, time: string): Promise<Explanation> {
  const rules: Rules = rulesOf(alliance, time);
  const votes = (await votesOn(db, [key])).get(key)!;
  const counting = countingVotes(votes, rules);
  const lists = counting.filter(({ action }) => action === 'list').length;
  const voices = votes
    .map((vote) => ({ ...vote, counts: counting.includes(vote) }))
    .sort((a, b) => a.leaf - b.leaf);
  const held = await heldOf(db, key);
  return { held, voices, lists, clears: counting.length - lists, quorum: rules.quorum };
}

async function heldOf(db: Db, key: string): Promise<Held | null> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['kind', 'level', 'until', 'alarm'])
    .where('entry.key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}
