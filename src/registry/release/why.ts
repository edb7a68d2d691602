import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { readBodyText } from '../log/body.ts';
import { shardOf } from '../store/entries.ts';
import { leavesBetween } from '../store/leaves.ts';
import { changedKeys } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { namesIn, writeDurable } from './feed-files.ts';

/** A vote for an entry: the member's statement is at this place in the log. */
interface Vote {
  readonly key: string;
  readonly leaf: number;
}

/**
 * Writes the `why` files of every key that was spoken of between two releases, or changed. Each holds signed statements as
 * the log has them, one that covers many keys once.
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
  const there = new Set((await namesIn(join(feed, 'why'))).map((name) => name.slice(0, 3)));
  for (const shard of new Set(keys.map(shardOf))) {
    const file = join(feed, feedFiles.why(shard));
    const votes = await votesIn(db, shard);
    if (votes.length > 0) await writeDurable(file, await shardBytes(db, votes));
    else if (there.has(shard)) await rm(file, { force: true });
  }
}

async function keysSpokenOf(db: Db, from: number, to: number): Promise<string[]> {
  const keys: string[] = [];
  for (const { bytes } of await leavesBetween(db, from, to)) {
    const { signed } = parseLeaf(bytes);
    if (signed._type === 'vote') keys.push(signed.key);
    if (signed._type === 'batch') keys.push(...linesOf(await readBodyText(db, signed.body.sha256)));
  }
  return keys;
}

/** The keys of a body: what stands before the first space of each line. */
function linesOf(text: Uint8Array): string[] {
  const lines = Buffer.from(text).toString('latin1').split('\n');
  return lines.map((line) => line.split(' ', 1)[0]!).filter((key) => key !== '');
}

/** The votes by which entries of a shard stand, in the order of keys and of the log. */
async function votesIn(db: Db, shard: string): Promise<Vote[]> {
  return db
    .selectFrom('entry')
    .innerJoin('standing', 'standing.key', 'entry.key')
    .select(['entry.key', 'standing.leaf'])
    .where('entry.shard', '=', shard)
    .where('standing.action', '=', 'list')
    .orderBy('entry.key')
    .orderBy('standing.leaf')
    .execute();
}

async function shardBytes(db: Db, votes: readonly Vote[]): Promise<Uint8Array> {
  const keys = new Map<string, number[]>();
  for (const { key, leaf } of votes) keys.set(key, [...(keys.get(key) ?? []), leaf]);
  const places = [...new Set(votes.map(({ leaf }) => leaf))].sort((a, b) => a - b);
  const statements = await Promise.all(
    places.map(async (leaf) => {
      const { bytes } = (await leavesBetween(db, leaf, leaf + 1))[0]!;
      return `"${leaf}":${Buffer.from(bytes).toString('utf8')}`;
    }),
  );
  const listed = JSON.stringify(Object.fromEntries(keys));
  return Buffer.from(`{"keys":${listed},\n"statements":{${statements.join(',\n')}}}`);
}
