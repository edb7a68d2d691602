import { beforeEach, describe, expect, it } from 'vitest';
import { allianceTarget, listTarget } from '../../../src/core/feed.ts';
import { Lists } from '../../../src/extension/background/lists.ts';
import { storedList } from '../../../src/extension/background/stored-list.ts';
import { MemoryStore } from './doors.ts';
import { entries, entry, TestFeed } from './feed.ts';

const feedId = 'https://feed.example/';
let packaged: Map<string, Uint8Array>;
let store: MemoryStore;
let damages: number;
let newestSeen: number;

/** Lays a feed's present release out as the build does. */
function pack(feed: TestFeed, id: string, folder: string): { feed: string; folder: string } {
  const { published, targets } = feed.repository;
  for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const) {
    packaged.set(`${folder}/${role}.json`, published[role].at(-1)!);
  }
  for (const name of [listTarget, allianceTarget]) {
    const { hashes } = targets.targets[name] as { hashes: { sha256: string } };
    packaged.set(`${folder}/${name}`, feed.files.get(`targets/${hashes.sha256}.${name}`)!);
  }
  return { feed: id, folder };
}

async function open(...index: { feed: string; folder: string }[]): Promise<Lists> {
  packaged.set('feeds/index.json', new TextEncoder().encode(JSON.stringify(index)));
  const read = async (path: string) => new Uint8Array(packaged.get(path)!);
  const lists = new Lists(
    store,
    read,
    () => {
      damages += 1;
    },
    async () => newestSeen,
  );
  await lists.load();
  return lists;
}

/** Releases a list of one name, signed a minute later than a release of this moment would be. */
async function releaseNewer(feed: TestFeed, name: string): Promise<void> {
  feed.repository.timestamp.expires = '2026-01-01T00:00:00Z';
  await feed.release(entries(name));
  const { timestamp } = feed.repository;
  timestamp.expires = new Date(Date.parse(timestamp.expires) + 60_000).toISOString().replace('.000', '');
  await feed.repository.publish('timestamp');
}

const held = () => [...store.lists.values()][0]!;
const verdict = async (lists: Lists, ...keys: string[]) => (await lists.conclude(keys)).verdict.verdict;

beforeEach(() => {
  packaged = new Map();
  store = new MemoryStore();
  damages = 0;
  newestSeen = 0;
});

describe('the lists', () => {
  it('start from the package, before any fetch', async () => {
    const feed = await TestFeed.create([entry('a.test'), entry('odd.test', 'caution')]);
    const lists = await open(pack(feed, feedId, 'feeds/0'));
    expect(await verdict(lists, 'a.test')).toBe('listed');
    expect(await verdict(lists, 'odd.test')).toBe('caution');
    expect(await verdict(lists, 'b.test')).toBe('unlisted');
    expect(lists.records[0]).toMatchObject({ feed: feedId, source: 'baseline', checked: null });
  });

  it('are not taken from a package whose alliance the root does not name', async () => {
    const feed = await TestFeed.create([entry('a.test')]);
    feed.repository.root['x-baize-alliance'] = 'f'.repeat(64);
    await feed.repository.publish('root');
    await expect(open(pack(feed, feedId, 'feeds/0'))).rejects.toMatchObject({ code: 'hash' });
  });

  it('are none in a build without feeds, and say so', async () => {
    const lists = await open();
    expect(lists.records).toEqual([]);
    expect(await verdict(lists, 'a.test')).toBe('unlisted');
    expect(await lists.stops()).toEqual({ names: [], paths: [] });
  });

  it('follow several feeds: the strictest counts, and is named', async () => {
    const one = pack(await TestFeed.create([entry('a.test', 'caution')]), feedId, 'feeds/0');
    const other = pack(
      await TestFeed.create(entries('a.test', 'b.test')),
      'https://other.example/',
      'feeds/1',
    );
    const lists = await open(one, other);
    const { verdict: found, record } = await lists.conclude(['a.test']);
    expect([found.verdict, record?.feed]).toEqual(['listed', 'https://other.example/']);
    expect(await lists.stops()).toEqual({ names: ['a.test', 'b.test'], paths: [] });
  });

  it('never stop public suffixes, protected names and the hosts of any feed (attacks 27)', async () => {
    const keys = ['com', 'co.uk', 'github.io', 'google.com', 'feed.example', 'other.example', 'localhost'];
    const one = pack(await TestFeed.create(entries(...keys)), feedId, 'feeds/0');
    const other = pack(await TestFeed.create(entries('a.test')), 'https://other.example/', 'feeds/1');
    const lists = await open(one, other);
    for (const key of keys) expect([key, await verdict(lists, key)]).toEqual([key, 'unlisted']);
  });

  it('forget feeds that the package no longer follows', async () => {
    const one = pack(await TestFeed.create(entries('a.test')), feedId, 'feeds/0');
    await open(one);
    await (await open()).forgetOthers();
    expect(store.records.size).toBe(0);
  });

  it('take a newer package after an upgrade, and no older one', async () => {
    const feed = await TestFeed.create(entries('a.test'));
    const one = pack(feed, feedId, 'feeds/0');
    const lists = await open(one);
    const floors: string[] = [];
    await releaseNewer(feed, 'b.test');
    pack(feed, feedId, 'feeds/0');
    await lists.upgrade(async (record) => void floors.push(record.feed));
    expect(await verdict(lists, 'b.test')).toBe('listed');
    expect(floors).toEqual([feedId]);
    await lists.upgrade(async (record) => void floors.push(record.feed));
    expect(floors).toHaveLength(1);
  });

  it.each(['with', 'without'])(
    'know at the first start what a newer version understands of an alliance, %s its bytes',
    async (bytes) => {
      const feed = await TestFeed.create(entries('a.test'));
      const one = pack(feed, feedId, 'feeds/0');
      await open(one);
      const { allianceFile, ...stored } = store.records.get(feedId)!;
      const alliance = { ...stored.alliance, name: { en: 'As an earlier version understood it' } };
      store.records.set(feedId, {
        ...stored,
        alliance,
        ...(bytes === 'with' && { allianceFile: allianceFile! }),
      });
      const lists = await open(one);
      expect(lists.records[0]!.alliance).toEqual(feed.alliance);
      await lists.reload(feedId);
      expect(lists.records[0]!.alliance).toEqual(feed.alliance);
    },
  );

  it('take no alliance from the package that is not the signed one', async () => {
    const feed = await TestFeed.create(entries('a.test'));
    await open(pack(feed, feedId, 'feeds/0'));
    const { allianceFile: _, ...stored } = store.records.get(feedId)!;
    store.records.set(feedId, stored);
    const other = await TestFeed.create(entries('a.test'));
    other.addresses = ['https://elsewhere.example/'];
    await other.release(entries('b.test'));
    const lists = await open(pack(other, feedId, 'feeds/0'));
    expect(lists.records[0]!.alliance).toEqual(feed.alliance);
  });

  it('are upgraded each by itself: a damaged package of one feed keeps no other from it', async () => {
    const broken = await TestFeed.create(entries('a.test'));
    const whole = await TestFeed.create(entries('b.test'));
    const places = [pack(broken, 'https://broken.example/', 'feeds/0'), pack(whole, feedId, 'feeds/1')];
    const lists = await open(...places);
    await releaseNewer(whole, 'c.test');
    pack(whole, feedId, 'feeds/1');
    broken.repository.root['x-baize-alliance'] = 'f'.repeat(64);
    await broken.repository.publish('root');
    pack(broken, 'https://broken.example/', 'feeds/0');
    await lists.upgrade(async () => undefined);
    expect(await verdict(lists, 'c.test')).toBe('listed');
    expect(await verdict(lists, 'a.test')).toBe('listed');
  });

  it('have another fingerprint when a list changes', async () => {
    const feed = await TestFeed.create(entries('a.test'));
    const before = (await open(pack(feed, feedId, 'feeds/0'))).fingerprint;
    store = new MemoryStore();
    await feed.release(entries('b.test'));
    expect((await open(pack(feed, feedId, 'feeds/0'))).fingerprint).not.toBe(before);
  });
});

describe('a damaged store (attacks 41)', () => {
  let index: { feed: string; folder: string };
  beforeEach(async () => {
    index = pack(await TestFeed.create(entries('a.test')), feedId, 'feeds/0');
    await open(index);
  });

  it('with one byte of the text changed: the package’s list answers, and a sync is due', async () => {
    const lists = await open(index);
    held().text[0] = 98;
    expect(await verdict(lists, 'a.test')).toBe('listed');
    expect(damages).toBe(1);
    expect(held().text[0]).toBe(97);
  });

  it.each(['changed', 'gone'])('with the filter %s: no entry is silently missed', async (how) => {
    if (how === 'gone') store.lists.clear();
    else held().hashes[0] = 0;
    const lists = await open(index);
    expect(await verdict(lists, 'a.test')).toBe('listed');
    expect(damages).toBe(1);
  });

  it('falls back to the list before, which is newer than the package’s', async () => {
    const feed = await TestFeed.create(entries('a.test', 'b.test'));
    for (const list of [entries('a.test', 'b.test'), entries('c.test')]) {
      await feed.release(list);
      const { root, timestamp, snapshot, targets } = feed.repository.published;
      const trusted = {
        ...{ root: root.at(-1)!, timestamp: timestamp.at(-1)! },
        ...{ snapshot: snapshot.at(-1)!, targets: targets.at(-1)! },
      };
      const text = new TextEncoder().encode(list.map(({ key }) => `${key} phishing\n`).join(''));
      const record = { ...store.records.get(feedId)!, trusted, source: 'synced' as const };
      await store.commit(record, await storedList(text, list.length));
    }
    const newest = [...store.lists.keys()].find((key) => key.endsWith(feed.state))!;
    store.lists.get(newest)!.text[0] = 33;
    const lists = await open(index);
    expect(await verdict(lists, 'c.test')).toBe('unlisted');
    expect(await verdict(lists, 'b.test')).toBe('listed');
    expect(damages).toBe(1);
  });

  it.each(['text', 'hashes', 'feed', 'before'] as const)(
    'whose %s cannot be read at all: the package’s list answers',
    async (what) => {
      const lists = await open(index);
      store.fail = new Set([what]);
      await lists.load();
      expect(await verdict(lists, 'a.test')).toBe('listed');
    },
  );

  it('that takes nothing more, and gives nothing: the package’s list answers from memory', async () => {
    store.fail = new Set(['feed', 'before', 'text', 'hashes', 'commit', 'keepOnly']);
    const lists = await open(index);
    expect(await verdict(lists, 'a.test')).toBe('listed');
    await lists.reload(feedId);
    expect(await verdict(lists, 'a.test')).toBe('listed');
  });

  it('is behind while an older list stands in for a newer one that was lost', async () => {
    store.lists.clear();
    newestSeen = Number.MAX_SAFE_INTEGER;
    const lists = await open(index);
    expect(lists.isBehind).toBe(true);
    // The record knows, whatever life of the worker reads it.
    expect((await open(index)).isBehind).toBe(true);
  });
});
