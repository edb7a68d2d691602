import { join } from 'node:path';
import { type Change, joinChanges, writeDelta } from '../../core/delta.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { changesOf, recentStates } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { writeDurable } from './feed-files.ts';
import { compress } from './gzip.ts';

/** A delta that is more than this part of the whole list is not worth a second file. */
const WORTH = 1 / 5;
/** Below this many bytes it does not matter. */
const SMALL = 4_000;
/** Bytes a change hardly ever takes less than, compressed (names: about 6). Saves reading an import that is no delta. */
const LEAST_PER_CHANGE = 2;
/** Most releases only renew signatures and make no new state: how many to look through for each that does. */
const RELEASES_PER_STATE = 10;

/**
 * Writes the deltas that lead from the states of recent releases to a new one: each is what all releases since brought,
 * joined, so the work is in proportion to the changes.
 *
 * @param digest the new state
 * @param changes what leads to it from the release published last
 * @param listBytes length of the whole list, compressed
 * @returns how many deltas there are
 */
export async function writeDeltas(
  db: Db,
  feed: string,
  digest: string,
  changes: readonly Change[],
  listBytes: number,
): Promise<number> {
  const states = await recentStates(db, limits.deltaReleases * RELEASES_PER_STATE);
  const done = new Set([digest]);
  let joined = changes;
  for (const state of states) {
    if (!done.has(state.digest)) {
      const delta = await packDelta(joined, listBytes);
      if (delta === null) break;
      await writeDurable(join(feed, feedFiles.delta(digest, state.digest)), delta);
      done.add(state.digest);
    }
    if (done.size > limits.deltaReleases || state.changes * LEAST_PER_CHANGE > mostFor(listBytes)) break;
    if (state.changes > 0) joined = joinChanges([...(await changesOf(db, state.id)), ...joined]);
  }
  return done.size - 1;
}

/** The delta's file, or null when a browser is better off with the whole list. */
async function packDelta(changes: readonly Change[], listBytes: number): Promise<Uint8Array | null> {
  const delta = writeDelta(changes);
  if (delta.length > limits.deltaBytes) return null;
  const packed = await compress(delta);
  return packed.length > mostFor(listBytes) ? null : packed;
}

function mostFor(listBytes: number): number {
  return Math.min(limits.deltaGzipBytes, Math.max(listBytes * WORTH, SMALL));
}
