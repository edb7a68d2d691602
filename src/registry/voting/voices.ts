import type { Alliance } from '../../core/alliance.ts';
import { explain } from '../review/explain.ts';
import { votesOn } from '../review/standing.ts';
import { WaitingVotes } from '../review/waiting.ts';
import { instant } from '../store/database.ts';
import type { Db } from '../store/schema.ts';

/** How many members (groups under common control count once) stand behind something, and how many it takes. */
export interface Voices {
  readonly have: number;
  readonly needed: number;
}

/** How many ask for a key to be listed, or cleared, as the next release will count them. */
export async function voicesOn(
  db: Db,
  alliance: Alliance,
  key: string,
  action: 'list' | 'clear',
): Promise<Voices> {
  const { lists, clears, quorum } = await explain(db, alliance, key, instant(new Date()));
  return { have: action === 'list' ? lists : clears, needed: quorum };
}

/**
 * When a member's next vote on a key has to be from: now, or a second after its last one. A vote that is not later than the
 * one before it does not count.
 */
export async function timeOfVote(db: Db, member: string, key: string, now: Date): Promise<Date> {
  const standing = (await votesOn(db, [key])).get(key)!;
  const times = [...standing, ...(await new WaitingVotes(db).on([key])).get(key)!]
    .filter((vote) => vote.member === member)
    .map(({ time }) => Date.parse(time) + 1_000);
  return new Date(Math.max(now.getTime(), ...times));
}

export function describeVoices({ have, needed }: Voices): string {
  const more = needed - have;
  if (more <= 0) return `${have} of ${needed} members say so: it takes effect with the next release.`;
  return `${have} of ${needed} members say so; ${more} more ${more === 1 ? 'has' : 'have'} to.`;
}
