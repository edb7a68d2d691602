import type { IDBPTransaction } from 'idb';
import { BaizeError } from '../../core/errors.ts';
import { stateOf } from '../../core/release.ts';
import { type Connection, type Database, isFull, lists, type Schema } from './connection.ts';
import type { FeedRecord, FeedStore, StoredList, Values } from './store.ts';
import { asBytes, asHashes, asRecord } from './stored-shapes.ts';

/** The lists of all feeds. `storage.local` stops at 10 MB; IndexedDB holds them. */
export function feedStore(connection: Connection): FeedStore {
  const read = (work: (database: Database) => Promise<unknown>) => readable(connection, work);
  const feed = async (id: string) => asRecord(await read((database) => database.get('feeds', id)));
  const before = async (id: string) => asRecord(await read((database) => database.get('before', id)));
  return {
    ...{ feed, before },
    text: async (id, digest) => asBytes(await read((database) => database.get('texts', [id, digest]))),
    hashes: async (id, digest) => asHashes(await read((database) => database.get('hashes', [id, digest]))),
    async commit(record, list) {
      const put = (kept?: FeedRecord) =>
        connection.write((database) => putRecord(database, record, list, kept));
      // Read apart from the change: a value that cannot be read would end the whole transaction.
      const held = list === undefined ? undefined : await feed(record.feed);
      const isOther = held !== undefined && digestOf(held) !== digestOf(record);
      const older = list === undefined || isOther ? undefined : await before(record.feed);
      try {
        await put(isOther ? held : older).catch(async (error) => {
          if (!isFull(error)) throw error;
          await connection.use((database) => dropBefore(database, record.feed));
          await put(isOther ? held : undefined);
        });
      } catch (cause) {
        throw new BaizeError('store', 'The list could not be stored on this computer.', { cause });
      }
    },
    keepOnly: (feeds) => connection.write((database) => keepOnly(database, feeds)),
  };
}

/** What cannot be read is as good as lost: Chromium keeps values over 64 kB as files, and one may be gone or too short. */
export async function readable(
  connection: Connection,
  work: (database: Database) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await connection.use(work);
  } catch (error) {
    console.error(error);
    return undefined;
  }
}

/** @param before kept beside the record when its list is a new one */
async function putRecord(
  database: Database,
  record: FeedRecord,
  list: StoredList | undefined,
  before: FeedRecord | undefined,
): Promise<void> {
  // Strict: a commit that was reported must outlive a power cut, as later deltas build on it.
  const change = database.transaction(lists, 'readwrite', { durability: 'strict' });
  const { feed } = record;
  if (list !== undefined) {
    const digest = digestOf(record);
    if (before === undefined) change.objectStore('before').delete(feed);
    else change.objectStore('before').put(before, feed);
    await dropTexts(change, feed, [digest, ...(before ? [digestOf(before)] : [])]);
    change.objectStore('texts').put(list.text, [feed, digest]);
    const { hashes, hashesDigest } = list;
    change.objectStore('hashes').put({ hashes, hashesDigest }, [feed, digest]);
  }
  change.objectStore('feeds').put(record, feed);
  await change.done;
}

/** Makes room: the list before is the first thing that can be done without. */
async function dropBefore(database: Database, feed: string): Promise<void> {
  const held = asRecord(await database.get('feeds', feed));
  const change = database.transaction(lists, 'readwrite');
  change.objectStore('before').delete(feed);
  await dropTexts(change, feed, held === undefined ? [] : [digestOf(held)]);
  await change.done;
}

async function dropTexts(
  change: IDBPTransaction<Schema, typeof lists, 'readwrite'>,
  feed: string,
  kept: readonly string[],
): Promise<void> {
  const ofFeed = IDBKeyRange.bound([feed, ''], [feed, '\uffff']);
  for (const name of ['texts', 'hashes'] as const) {
    const store = change.objectStore(name);
    for (const key of await store.getAllKeys(ofFeed)) if (!kept.includes(key[1])) store.delete(key);
  }
}

async function keepOnly(database: Database, feeds: readonly string[]): Promise<void> {
  const change = database.transaction(lists, 'readwrite');
  for (const name of lists) {
    for (const key of await change.objectStore(name).getAllKeys()) {
      if (!feeds.includes(typeof key === 'string' ? key : key[0])) change.objectStore(name).delete(key);
    }
  }
  await change.done;
}

const digestOf = ({ trusted }: FeedRecord): string => stateOf(trusted).sha256;

/** Small things that outlive the browser's session. What cannot be stored now holds for this life of the worker, at least. */
export function valueStore(connection: Connection): Values {
  const unsaved = new Map<string, unknown>();
  const save = async (name: string) => {
    const value = unsaved.get(name);
    await connection.write((database) => database.put('values', value, name));
    // Another may have come meanwhile.
    if (unsaved.get(name) === value) unsaved.delete(name);
  };
  return {
    get: async (name) =>
      unsaved.has(name)
        ? unsaved.get(name)
        : readable(connection, (database) => database.get('values', name)),
    async put(name, value) {
      unsaved.set(name, value);
      for (const waiting of [name, ...unsaved.keys()]) {
        if (unsaved.has(waiting)) await save(waiting).catch(console.error);
      }
    },
  };
}
