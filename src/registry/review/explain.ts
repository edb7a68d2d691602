import type { Alliance } from '../../core/alliance.ts';
import { type Batch, parseLeaf, type Vote } from '../../core/leaf.ts';
import { readBodyText } from '../log/body.ts';
import { leavesBetween, logSize } from '../store/leaves.ts';
import { readPosition } from '../store/position.ts';
import type { Db } from '../store/schema.ts';
import { lineOf } from './body.ts';
import { countingVotes, type Held, type StandingVote } from './decide.ts';
import { rulesOf } from './replay.ts';
import { votesOn } from './standing.ts';

/** A member's newest vote on a key. */
interface Voice extends StandingVote {
  /** Whether it still counts: not too old, not overruled, not second to another of the same group. */
  readonly counts: boolean;
  /** Whether no release has taken it in yet. */
  readonly waits: boolean;
}

/** Why a key stands on the list, or does not. */
export interface Explanation {
  /** What stands, since when, and until when by the votes that a release has taken in; null when nothing does. */
  readonly held: (Held & { readonly added: string }) | null;
  /** In the log's order. */
  readonly voices: readonly Voice[];
  /** How many members ask for it to be listed, and to be cleared, with the next release; a group counts once. */
  readonly lists: number;
  readonly clears: number;
  readonly quorum: number;
}

/**
 * Who voted what on a key, what of it counts, and what it came to; votes that wait for the next release included.
 *
 * @param time as of when: ISO 8601, UTC, whole seconds
 */
export async function explain(db: Db, alliance: Alliance, key: string, time: string): Promise<Explanation> {
  const rules = rulesOf(alliance, time);
  const standing = (await votesOn(db, [key])).get(key)!;
  const newest = new Map<string, StandingVote>(standing.map((vote) => [vote.member, vote]));
  for (const vote of await waitingVotes(db, key)) {
    if (vote.time > (newest.get(vote.member)?.time ?? '')) newest.set(vote.member, vote);
  }
  const votes = [...newest.values()].sort((a, b) => a.leaf - b.leaf);
  const counting = countingVotes(votes, rules);
  const lists = counting.filter(({ action }) => action === 'list').length;
  const known = new Set<StandingVote>(standing);
  const voices = votes.map((vote) => ({ ...vote, counts: counting.includes(vote), waits: !known.has(vote) }));
  const held = await heldOf(db, key);
  return { held, voices, lists, clears: counting.length - lists, quorum: rules.quorum };
}

async function heldOf(db: Db, key: string): Promise<Explanation['held']> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['kind', 'level', 'until', 'alarm', 'added'])
    .where('entry.key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}

/** Votes on a key that no release has taken in yet, in the log's order: on it alone, or in a batch. */
export async function waitingVotes(db: Db, key: string): Promise<StandingVote[]> {
  const { edge } = await readPosition(db);
  const votes: StandingVote[] = [];
  for (const { index, bytes } of await leavesBetween(db, edge.size, await logSize(db))) {
    const { signed } = parseLeaf(bytes);
    if (signed._type !== 'vote' && signed._type !== 'batch') continue;
    const said = signed._type === 'vote' ? saidIn(signed, key) : await saidInBatch(db, signed, key);
    const { member, action, time } = signed;
    if (said !== null) votes.push({ member, action, time, leaf: index, spent: 0, ...said });
  }
  return votes;
}

type Said = Pick<StandingVote, 'kind' | 'level' | 'alarm'>;
const cleared: Said = { kind: null, level: null, alarm: 0 };

function saidIn(vote: Vote, key: string): Said | null {
  if (vote.key !== key) return null;
  if (vote.action === 'clear') return cleared;
  return { kind: vote.kind, level: vote.level, alarm: vote.emergency === true ? 1 : 0 };
}

async function saidInBatch(db: Db, { action, body }: Batch, key: string): Promise<Said | null> {
  const line = lineOf(await readBodyText(db, body.sha256), action, key);
  return line && { kind: line.kind, level: line.level, alarm: 0 };
}
