import { stateOf } from '../../../src/core/release.ts';
import type { FeedRecord, FeedStore, Floor, StoredList } from '../../../src/extension/background/store.ts';

/** What IndexedDB does for small values, in memory: what goes in and comes out is a copy. */
export class Values {
  private map = new Map<string, unknown>();

  async get(name: string): Promise<unknown> {
    return structuredClone(this.map.get(name));
  }

  async put(name: string, value: unknown): Promise<void> {
    this.map.set(name, structuredClone(value));
  }

  clear(): void {
    this.map.clear();
  }

  copy(): Map<string, unknown> {
    return structuredClone(this.map);
  }

  restore(map: Map<string, unknown>): void {
    this.map = map;
  }
}

/** The lists' store in memory: a commit happens whole or not at all, as the database's transaction sees to. */
export class MemoryStore implements FeedStore {
  readonly records = new Map<string, FeedRecord>();
  readonly older = new Map<string, FeedRecord>();
  readonly lists = new Map<string, StoredList>();
  readonly floors = new Map<string, Floor>();
  /** What the store fails at, with the browser's own error. */
  fail: ReadonlySet<keyof FeedStore> = new Set();

  private mayFail(what: keyof FeedStore): void {
    if (this.fail.has(what)) throw new DOMException('Data lost due to missing file.', 'NotReadableError');
  }

  async feed(feed: string): Promise<FeedRecord | undefined> {
    this.mayFail('feed');
    return structuredClone(this.records.get(feed));
  }

  async before(feed: string): Promise<FeedRecord | undefined> {
    this.mayFail('before');
    return structuredClone(this.older.get(feed));
  }

  async text(feed: string, digest: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.mayFail('text');
    return structuredClone(this.lists.get(`${feed} ${digest}`)?.text);
  }

  async hashes(feed: string, digest: string): Promise<StoredList | undefined> {
    this.mayFail('hashes');
    return structuredClone(this.lists.get(`${feed} ${digest}`));
  }

  async commit(record: FeedRecord, list?: StoredList): Promise<void> {
    this.mayFail('commit');
    const { feed } = record;
    const old = this.records.get(feed);
    if (list !== undefined) {
      if (old !== undefined) this.older.set(feed, old);
      const kept = [record, ...(old ? [old] : [])].map(({ trusted }) => `${feed} ${stateOf(trusted).sha256}`);
      for (const key of this.lists.keys())
        if (key.startsWith(`${feed} `) && !kept.includes(key)) this.lists.delete(key);
      this.lists.set(kept[0]!, structuredClone(list));
    }
    this.records.set(feed, structuredClone(record));
  }

  async keepOnly(feeds: readonly string[]): Promise<void> {
    this.mayFail('keepOnly');
    for (const feed of this.records.keys()) if (!feeds.includes(feed)) this.records.delete(feed);
  }
}
