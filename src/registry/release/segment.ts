import { replay, type Segment } from '../review/replay.ts';
import { pendingChanges } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { type ListText, nextText } from './list-text.ts';

/**
 * Replays votes and makes the list that they lead to: what the registry does to propose a release, and what each co-signer
 * does to judge it.
 *
 * @param base the list of the release before, where it is at hand
 * @param tx within which the changes of the list are left pending
 */
export async function replaySegment(tx: Db, base: ListText | null, segment: Segment): Promise<ListText> {
  await replay(tx, segment);
  const { changes } = await pendingChanges(tx);
  return nextText(tx, base, changes);
}
