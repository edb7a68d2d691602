import { join } from 'node:path';
import { type Change, joinChanges, writeDelta } from '../../core/delta.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { changesBetween, type Release, recentStates } from '../store/releases.ts';
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
 * @param next the new release
 * @param listBytes length of the whole list, compressed
 */
export async function writeDeltas(db: Db, feed: string, next: Release, listBytes: number): Promise<void> {
  const states = await recentStates(db, limits.deltaReleases * RELEASES_PER_STATE);
  const most = Math.ceil(mostFor(listBytes) / LEAST_PER_CHANGE);
  const done = new Set([next.digest]);
  let joined: readonly Change[] = [];
  let from = next.id;
  for (const { id, digest } of states) {
    const changes = await changesBetween(db, id, from, most);
    if (changes === null || done.size > limits.deltaReleases) break;
    joined = joinChanges([...changes, ...joined]);
    from = id;
    if (done.has(digest)) continue;
    const delta = await packDelta(joined, listBytes);
    if (delta === null) break;
    await writeDurable(join(feed, feedFiles.delta(next.digest, digest)), delta);
    done.add(digest);
  }
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
