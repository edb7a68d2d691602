import { BaizeError } from '../../core/errors.ts';
import { Filter, hashesOf } from '../../core/filter.ts';
import { List } from '../../core/list.ts';
import { stateOf } from '../../core/release.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import type { FeedRecord, FeedStore, StoredList } from './store.ts';

/** A verified text, made ready for the store. */
export async function storedList(text: Uint8Array<ArrayBuffer>, entries: number): Promise<StoredList> {
  const hashes = hashesOf(text, entries);
  return { text, hashes, hashesDigest: await digestOf(hashes) };
}

const digestOf = (hashes: Uint32Array) => sha256(new Uint8Array(hashes.buffer));

/** The list in force, from the store. @throws BaizeError `hash` when it is gone, damaged or cannot be read (attacks 41) */
export async function loadList(store: FeedStore, record: FeedRecord): Promise<List> {
  const { sha256: digest } = stateOf(record.trusted);
  const text = await store.text(record.feed, digest).catch(nothing);
  if (text === undefined || (await sha256(text)) !== digest) throw damaged();
  return new List(text);
}

/** Its filter: 1.4 MB for 351,000 entries, where the text has 10 MB. @throws BaizeError `hash` like `loadList` */
export async function loadFilter(store: FeedStore, record: FeedRecord): Promise<Filter> {
  const stored = await store.hashes(record.feed, stateOf(record.trusted).sha256).catch(nothing);
  if (stored === undefined || (await digestOf(stored.hashes)) !== stored.hashesDigest) throw damaged();
  return new Filter(stored.hashes);
}

/** Whatever the reason, what cannot be read is damage. */
function nothing(error: unknown): undefined {
  console.error(error);
}

const damaged = () => new BaizeError('hash', 'The stored list is damaged. It is fetched anew.');
