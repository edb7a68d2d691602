import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB, type StoreNames } from 'idb';
import { stateOf } from '../../core/release.ts';
import type { SentReport } from '../messages.ts';
import { untold } from './report-pace.ts';
import type { FeedRecord, FeedStore, StoredList, Values } from './store.ts';

interface Schema extends DBSchema {
  feeds: { key: string; value: FeedRecord };
  before: { key: string; value: FeedRecord };
  texts: { key: [string, string]; value: Uint8Array<ArrayBuffer> };
  hashes: { key: [string, string]; value: Pick<StoredList, 'hashes' | 'hashesDigest'> };
  reports: { key: string; value: SentReport };
  /** Pictures that wait to be sent, by the id of their report. */
  pictures: { key: string; value: Uint8Array<ArrayBuffer> };
  values: { key: string; value: unknown };
}

type Database = IDBPDatabase<Schema>;
const lists = ['feeds', 'before', 'texts', 'hashes'] as const;

/** The extension's one database. */
export function openDatabase(): Promise<Database> {
  return openDB<Schema>('baize', 2, {
    async upgrade(database, before, _, change) {
      if (before < 1)
        for (const name of [...lists, 'reports', 'values'] as const) database.createObjectStore(name);
      if (before < 2) database.createObjectStore('pictures');
      if (before === 1) await completeReports(change.objectStore('reports'));
    },
  });
}

/** Version 1 kept reports without what became known of them later. */
async function completeReports(
  store: IDBPObjectStore<Schema, StoreNames<Schema>[], 'reports', 'versionchange'>,
): Promise<void> {
  for (const one of await store.getAll()) await store.put({ ...untold, ...one }, one.report.id);
}

/** The lists of all feeds. `storage.local` stops at 10 MB; IndexedDB holds them. */
export function feedStore(open: () => Promise<Database>): FeedStore {
  return {
    feed: async (feed) => (await open()).get('feeds', feed),
    before: async (feed) => (await open()).get('before', feed),
    text: async (feed, digest) => (await open()).get('texts', [feed, digest]),
    hashes: async (feed, digest) => (await open()).get('hashes', [feed, digest]),
    commit: async (record, list) => commit(await open(), record, list),
    keepOnly: async (feeds) => keepOnly(await open(), feeds),
  };
}

async function commit(database: Database, record: FeedRecord, list?: StoredList): Promise<void> {
  // Strict: a commit that was reported must outlive a power cut, as later deltas build on it.
  const change = database.transaction(lists, 'readwrite', { durability: 'strict' });
  const { feed } = record;
  const digest = stateOf(record.trusted).sha256;
  if (list !== undefined) {
    const old = await change.objectStore('feeds').get(feed);
    if (old !== undefined) change.objectStore('before').put(old, feed);
    const kept = [digest, ...(old ? [stateOf(old.trusted).sha256] : [])];
    for (const name of ['texts', 'hashes'] as const) {
      for (const key of await change.objectStore(name).getAllKeys(rangeOf(feed))) {
        if (!kept.includes(key[1])) change.objectStore(name).delete(key);
      }
    }
    change.objectStore('texts').put(list.text, [feed, digest]);
    change
      .objectStore('hashes')
      .put({ hashes: list.hashes, hashesDigest: list.hashesDigest }, [feed, digest]);
  }
  change.objectStore('feeds').put(record, feed);
  await change.done;
}

const rangeOf = (feed: string) => IDBKeyRange.bound([feed, ''], [feed, '\uffff']);

async function keepOnly(database: Database, feeds: readonly string[]): Promise<void> {
  const change = database.transaction(lists, 'readwrite');
  for (const name of lists) {
    for (const key of await change.objectStore(name).getAllKeys()) {
      if (!feeds.includes(typeof key === 'string' ? key : key[0])) change.objectStore(name).delete(key);
    }
  }
  await change.done;
}

/** Small things that outlive the browser's session. */
export function valueStore(open: () => Promise<Database>): Values {
  return {
    get: async (name) => (await open()).get('values', name),
    put: async (name, value) => {
      await (await open()).put('values', value, name);
    },
  };
}

/** Reports of this browser and the pictures that wait to be sent, by the report's id. */
export interface ReportStore {
  all(): Promise<SentReport[]>;
  get(id: string): Promise<SentReport | undefined>;
  put(report: SentReport): Promise<void>;
  picture(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  putPicture(id: string, picture: Uint8Array<ArrayBuffer>): Promise<void>;
  dropPicture(id: string): Promise<void>;
  /** With its picture. */
  remove(id: string): Promise<void>;
}

export function reportStore(open: () => Promise<Database>): ReportStore {
  return {
    all: async () => (await open()).getAll('reports'),
    get: async (id) => (await open()).get('reports', id),
    put: async (report) => {
      await (await open()).put('reports', report, report.report.id);
    },
    picture: async (id) => (await open()).get('pictures', id),
    putPicture: async (id, picture) => {
      await (await open()).put('pictures', picture, id);
    },
    dropPicture: async (id) => (await open()).delete('pictures', id),
    remove: async (id) => {
      const change = (await open()).transaction(['reports', 'pictures'], 'readwrite');
      await Promise.all([
        change.objectStore('reports').delete(id),
        change.objectStore('pictures').delete(id),
        change.done,
      ]);
    },
  };
}
