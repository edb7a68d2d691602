import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { feedFiles, type Statement } from '../../core/feed.ts';
import { type MetadataSigner, signMetadata } from '../../core/tuf/sign.ts';
import { type StoredEntry, shardOf } from '../store/entries.ts';
import type { Db } from '../store/schema.ts';
import { namesIn, writeDurable } from './feed-files.ts';

type Shards = Map<string, StoredEntry[]>;

/**
 * The reasons of every `why` file that one of the keys stands in.
 *
 * @returns by the three hex digits of the file's name; an empty list where the last reason is gone
 */
export async function reasonsFor(db: Db, keys: 'all' | readonly string[]): Promise<Shards> {
  const touched = keys === 'all' ? null : new Set(keys.map(shardOf));
  const used = await db
    .selectFrom('entry')
    .select('shard')
    .distinct()
    .where('shard', 'is not', null)
    .execute();
  const shards: Shards = new Map([...(touched ?? [])].map((shard) => [shard, []]));
  for (const { shard } of used) {
    if (touched === null || touched.has(shard!)) shards.set(shard!, await reasonsIn(db, shard!));
  }
  return shards;
}

async function reasonsIn(db: Db, shard: string): Promise<StoredEntry[]> {
  return db
    .selectFrom('entry')
    .select(['key', 'kind', 'level', 'reason', 'added'])
    .where('shard', '=', shard)
    .orderBy('key')
    .execute();
}

/** Writes `why` files, each statement signed by itself, and deletes those that became empty. */
export async function writeReasons(
  feed: string,
  shards: ReadonlyMap<string, readonly StoredEntry[]>,
  signer: MetadataSigner,
): Promise<void> {
  const there = new Set((await namesIn(join(feed, 'why'))).map((name) => name.slice(0, 3)));
  for (const [shard, entries] of shards) {
    const file = join(feed, feedFiles.why(shard));
    if (entries.length > 0) await writeDurable(file, await signedReasons(entries, signer));
    else if (there.has(shard)) await rm(file, { force: true });
  }
}

async function signedReasons(entries: readonly StoredEntry[], signer: MetadataSigner): Promise<Uint8Array> {
  const members = await Promise.all(
    entries.map(async (entry) => {
      const signed = await signMetadata(statementOf(entry), [signer]);
      return `${JSON.stringify(entry.key)}:${new TextDecoder().decode(signed)}`;
    }),
  );
  return new TextEncoder().encode(`{${members.join(',\n')}}`);
}

function statementOf({ key, kind, reason, added }: StoredEntry): Statement {
  return { _type: 'statement', key, kind, reason: reason!, time: added };
}
