import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { encodeEntries, entriesPath, neededTiles, TILE_WIDTH, tilePath } from '../../core/log/tiles.ts';
import { readIfThere, writeDurable } from '../release/feed-files.ts';
import { readBody } from '../store/bodies.ts';
import { bodiesBetween, leavesBetween } from '../store/leaves.ts';
import type { Db } from '../store/schema.ts';
import { tileBytes } from './tree.ts';

/**
 * Writes the tiles that a log has when it grows, and the bodies of its new batches. A tile's content never changes, so
 * that all of this may lie in the feed before a checkpoint covers it.
 *
 * @param from size of the tree whose tiles are there; 0 writes them all
 */
export async function writeLogFiles(db: Db, feed: string, from: number, to: number): Promise<void> {
  await writeBodies(db, feed, from, to);
  for (const { level, index, width } of neededTiles(from, to)) {
    const place = (path: string) => join(feed, feedFiles.log(path));
    if (level === 0) await writeDurable(place(entriesPath(index, width)), await entriesOf(db, index, width));
    await writeDurable(place(tilePath(level, index, width)), await tileBytes(db, level, index, width));
  }
}

async function entriesOf(db: Db, index: number, width: number): Promise<Uint8Array> {
  const start = index * TILE_WIDTH;
  const leaves = await leavesBetween(db, start, start + width);
  return encodeEntries(leaves.map(({ bytes }) => bytes));
}

async function writeBodies(db: Db, feed: string, from: number, to: number): Promise<void> {
  for (const sha256 of await bodiesBetween(db, from, to)) {
    const file = join(feed, feedFiles.body(sha256));
    if ((await readIfThere(file)) === null) await writeDurable(file, (await readBody(db, sha256))!);
  }
}
