import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { applyChanges } from '../../core/delta.ts';
import { checkList, List, writeList } from '../../core/list.ts';
import { allEntries, countEntries, type StoredEntry } from '../store/entries.ts';
import { type Pending, pendingChanges, type Release } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { readIfThere } from './feed-files.ts';
import { reasonsFor } from './why.ts';

/** Everything the next release is made of, as it stood at one moment. */
export interface Draft {
  readonly pending: Pending;
  readonly text: Uint8Array<ArrayBuffer>;
  readonly entries: number;
  /** The `why` files to write anew: their name's hex digits, and the entries that have a reason. */
  readonly shards: ReadonlyMap<string, readonly StoredEntry[]>;
}

export const cacheFile = (directory: string, digest: string) => join(directory, `${digest}.txt`);

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Makes the next list from the one published last and what changed since, in one transaction. When the last one's text is
 * not at hand, or the count does not come out, the list is written from the store.
 *
 * @param allShards write every `why` file anew, not just those of changed keys
 */
export async function draftRelease(
  db: Db,
  cache: string,
  last: Release | undefined,
  allShards: boolean,
): Promise<Draft> {
  return db.transaction().execute(async (tx) => {
    const pending = await pendingChanges(tx);
    const entries = await countEntries(tx);
    const text = (await fromLast(cache, last, pending, entries)) ?? (await fromStore(tx));
    const shards = await reasonsFor(tx, allShards ? 'all' : pending.keys);
    return { pending, text, entries, shards };
  });
}

async function fromLast(
  cache: string,
  last: Release | undefined,
  { changes }: Pending,
  entries: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const text = last === undefined ? null : await readIfThere(cacheFile(cache, last.digest));
  if (text === null || sha256Of(text) !== last!.digest) return null;
  const grown = changes.reduce((sum, { before, after }) => sum + (after ? 1 : 0) - (before ? 1 : 0), 0);
  return last!.entries + grown === entries ? applyChanges(new List(text), changes) : null;
}

async function fromStore(tx: Db): Promise<Uint8Array<ArrayBuffer>> {
  const text = new Uint8Array(writeList(await allEntries(tx)));
  checkList(text);
  return text;
}
