import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { readBodyText } from '../log/body.ts';
import { leavesBetween } from '../store/leaves.ts';
import { changedKeys } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { shardOf } from '../store/shard.ts';
import { writeDurable } from './feed-files.ts';
import { findShard, type ShardRows, Statements } from './why-rows.ts';

/** Files that are written at the same time: the disk flushes several in the time of one. */
const TOGETHER = 64;

/**
 * Writes the `why` files of every key that was spoken of between two releases, or changed.
 *
 * @param from what is at these places of the log is new; 0 writes them all
 * @param after the release that was out before; what changed since is new as well
 */
export async function writeReasons(
  db: Db,
  feed: string,
  leaves: { readonly from: number; readonly to: number },
  releases: { readonly after: number; readonly upTo: number },
): Promise<void> {
  const keys = [
    ...(await changedKeys(db, releases.after, releases.upTo)),
    ...(await keysSpokenOf(db, leaves.from, leaves.to)),
  ];
  await writeReasonsOf(db, feed, keys, releases.upTo);
}

/**
 * Writes the `why` files in which these keys stand. Each holds what happened to its keys, and signed statements as the log has
 * them, one that covers many keys once.
 *
 * @param upTo the release that is out, or about to be
 */
export async function writeReasonsOf(
  db: Db,
  feed: string,
  keys: readonly string[],
  upTo: number,
): Promise<void> {
  const statements = new Statements(db);
  const shards = [...new Set(keys.map(shardOf))];
  for (let start = 0; start < shards.length; start += TOGETHER) {
    const files: (readonly [name: string, bytes: Uint8Array])[] = [];
    for (const shard of shards.slice(start, start + TOGETHER)) {
      const rows = await findShard(db, shard, upTo);
      if (rows.keys.size > 0) files.push([feedFiles.why(shard), await boundedBytes(rows, statements)]);
    }
    await Promise.all(files.map(([name, bytes]) => writeDurable(join(feed, name), bytes)));
  }
}

async function keysSpokenOf(db: Db, from: number, to: number): Promise<Iterable<string>> {
  const keys = new Set<string>();
  for (const { bytes } of await leavesBetween(db, from, to)) {
    const { signed } = parseLeaf(bytes);
    if (signed._type === 'vote' || signed._type === 'appeal') keys.add(signed.key);
    if (signed._type !== 'batch') continue;
    for (const key of linesOf(await readBodyText(db, signed.body.sha256))) keys.add(key);
  }
  return keys;
}

/** The keys of a body: what stands before the first space of each line. */
function linesOf(text: Uint8Array): string[] {
  const lines = Buffer.from(text).toString('latin1').split('\n');
  return lines.map((line) => line.split(' ', 1)[0]!).filter((key) => key !== '');
}

/** Where there is too much to tell, earlier votes are left out first, then the history of what is listed no more. */
async function boundedBytes(rows: ShardRows, statements: Statements): Promise<Uint8Array> {
  const whole = await shardBytes(rows, statements);
  if (whole.length <= limits.whyBytes) return whole;
  const withoutPast = { ...rows, past: new Map() };
  const short = await shardBytes(withoutPast, statements);
  if (short.length <= limits.whyBytes) return short;
  const listed = new Map([...rows.keys].filter(([, isListed]) => isListed));
  return shardBytes({ ...withoutPast, keys: listed }, statements);
}

async function shardBytes(rows: ShardRows, statements: Statements): Promise<Uint8Array> {
  const listing: Record<string, readonly number[]> = {};
  const history: Record<string, object> = {};
  const places = new Set<number>();
  for (const [key, isListed] of rows.keys) {
    const standing = rows.standing.get(key) ?? [];
    const lists = standing.filter(({ action }) => action === 'list').map(({ leaf }) => leaf);
    if (isListed && lists.length > 0) listing[key] = lists;
    const votes = [...standing.map(({ leaf }) => leaf), ...(rows.past.get(key) ?? [])].sort((a, b) => a - b);
    const appeals = rows.appeals.get(key);
    history[key] = { votes, changes: rows.changes.get(key) ?? [], ...(appeals && { appeals }) };
    for (const leaf of votes) places.add(leaf);
  }
  const texts = await statements.at([...places].sort((a, b) => a - b));
  const said = texts.map(([leaf, text]) => `"${leaf}":${text}`).join(',\n');
  const parts = [
    `"history":${JSON.stringify(history)}`,
    `"keys":${JSON.stringify(listing)}`,
    `"releases":${JSON.stringify(Object.fromEntries(rows.releases))}`,
    `"statements":{${said}}`,
  ];
  return Buffer.from(`{${parts.join(',\n')}}`);
}
