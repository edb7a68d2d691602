import { type Alliance, groupOf } from '../../core/alliance.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { votesOn } from '../review/standing.ts';
import { leavesBetween, logSize } from '../store/leaves.ts';
import { readPosition } from '../store/position.ts';
import type { Db } from '../store/schema.ts';

/** How many members (groups under common control count once) stand behind something, and how many it takes. */
export interface Voices {
  readonly have: number;
  readonly needed: number;
}

/** Who asks for a key to be listed, or cleared, votes that no release has taken in yet included. */
export async function voicesOn(
  db: Db,
  alliance: Alliance,
  key: string,
  action: 'list' | 'clear',
): Promise<Voices> {
  const votes = new Map<string, string>();
  for (const { member, spent, ...vote } of (await votesOn(db, [key])).get(key)!) {
    votes.set(member, spent ? 'spent' : vote.action);
  }
  for (const { member, action: said } of await waitingVotes(db, key)) votes.set(member, said);
  const members = alliance.members.filter(({ id }) => votes.get(id) === action);
  return { have: new Set(members.map(groupOf)).size, needed: alliance.quorum };
}

/** Votes on a key that no release has taken in yet, in the log's order. */
export async function waitingVotes(
  db: Db,
  key: string,
): Promise<{ member: string; action: 'list' | 'clear'; time: string; leaf: number }[]> {
  const { edge } = await readPosition(db);
  const leaves = await leavesBetween(db, edge.size, await logSize(db));
  return leaves.flatMap(({ index, bytes }) => {
    const { signed } = parseLeaf(bytes);
    if (signed._type !== 'vote' || signed.key !== key) return [];
    return [{ member: signed.member, action: signed.action, time: signed.time, leaf: index }];
  });
}

/**
 * When a member's next vote on a key has to be from: now, or a second after its last one. A vote that is not later than the
 * one before it does not count.
 */
export async function timeOfVote(db: Db, member: string, key: string, now: Date): Promise<Date> {
  const standing = (await votesOn(db, [key])).get(key)!;
  const times = [...standing, ...(await waitingVotes(db, key))]
    .filter((vote) => vote.member === member)
    .map(({ time }) => Date.parse(time) + 1_000);
  return new Date(Math.max(now.getTime(), ...times));
}

export function describeVoices({ have, needed }: Voices): string {
  const more = needed - have;
  if (more <= 0) return `${have} of ${needed} members say so: it takes effect with the next release.`;
  return `${have} of ${needed} members say so; ${more} more ${more === 1 ? 'has' : 'have'} to.`;
}
