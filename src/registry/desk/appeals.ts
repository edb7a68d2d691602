import type { Alliance } from '../../core/alliance.ts';
import type { AppealState } from '../../core/report.ts';
import { countingVotes, type Rules, type StandingVote } from '../review/decide.ts';
import { rulesOf } from '../review/replay.ts';
import { votesOn } from '../review/standing.ts';
import { closeAppeals, findAppeals, type StoredAppeal } from '../store/appeals.ts';
import { publishedKeys } from '../store/entries.ts';
import type { Db } from '../store/schema.ts';

/** What an appeal is decided by: all of it follows from the log. */
export interface Grounds {
  /** Index of the appeal's leaf; and of the release's, before which votes count. */
  readonly leaf: number;
  readonly upTo: number;
  /** Whether the key is still listed. */
  readonly isListed: boolean;
  /** The newest vote of each member on the key. */
  readonly votes: readonly StandingVote[];
  /** Members that had voted to list it before the appeal came. */
  readonly listedBy: readonly string[];
  readonly rules: Rules;
}

/**
 * What an appeal comes to. **Upheld** when the key has left the list. **Dismissed** when as many voices as the quorum have voted
 * anew to list it, one of which had not listed it before: who listed does not decide alone. Where the quorum is one there
 * may be nobody else, and one vote decides.
 */
export function decisionOn(grounds: Grounds): AppealState {
  if (!grounds.isListed) return 'upheld';
  const { rules, listedBy } = grounds;
  const kept = keeping(grounds);
  if (kept.length < rules.quorum) return 'open';
  const before = new Set(listedBy.map((member) => rules.voices.get(member)));
  const isJoined = kept.some(({ member }) => !before.has(rules.voices.get(member)));
  return isJoined || rules.quorum === 1 ? 'dismissed' : 'open';
}

/** Votes to list that came after the appeal, one a voice. */
function keeping({ votes, rules, leaf, upTo }: Grounds): StandingVote[] {
  const carried = votes.filter((vote) => vote.leaf < upTo);
  return countingVotes(carried, rules).filter((vote) => vote.action === 'list' && vote.leaf > leaf);
}

/** Members that have voted since the appeal came that the key stays listed. */
export function keptBy(grounds: Grounds): string[] {
  return keeping(grounds).map(({ member }) => member);
}

/** @param asOf the place in the log, and the time, as of which is asked */
export async function groundsOf(
  db: Db,
  alliance: Alliance,
  { key, leaf }: Pick<StoredAppeal, 'key' | 'leaf'>,
  asOf: { readonly leaf: number; readonly time: string },
): Promise<Grounds> {
  return {
    ...{ leaf, upTo: asOf.leaf },
    isListed: (await publishedKeys(db, [key])).has(key),
    votes: (await votesOn(db, [key])).get(key)!,
    listedBy: await listedBefore(db, key, leaf),
    rules: rulesOf(alliance, asOf.time),
  };
}

/** Members that voted to list a key before a place of the log, whatever they have said since. */
async function listedBefore(db: Db, key: string, leaf: number): Promise<string[]> {
  const past = db.selectFrom('past_vote').select('member');
  const standing = db.selectFrom('standing').select('member');
  const rows = await past
    .where('key', '=', key)
    .where('action', '=', 'list')
    .where('leaf', '<', leaf)
    .union(standing.where('key', '=', key).where('action', '=', 'list').where('leaf', '<', leaf))
    .execute();
  return rows.map(({ member }) => member).sort();
}

/** Decides the appeals that came before a release, which is out, by what it says. @returns how many are decided */
export async function decideAppeals(
  db: Db,
  alliance: Alliance,
  release: { readonly leaf: number; readonly time: string },
): Promise<number> {
  const open = await findAppeals(db, 'open');
  const decided: { id: number; state: AppealState }[] = [];
  for (const appeal of open) {
    const state = decisionOn(await groundsOf(db, alliance, appeal, release));
    if (state !== 'open') decided.push({ id: appeal.id, state });
  }
  await closeAppeals(db, decided, release.time);
  return decided.length;
}
