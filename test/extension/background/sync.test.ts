import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allianceTarget, feedFiles, listTarget } from '../../../src/core/feed.ts';
import { limits } from '../../../src/core/limits.ts';
import { List } from '../../../src/core/list.ts';
import { stateOf } from '../../../src/core/release.ts';
import { openTrusted } from '../../../src/core/tuf/trusted.ts';
import { isClockWrong } from '../../../src/extension/background/clock.ts';
import { isStale } from '../../../src/extension/background/feed-state.ts';
import { dueAt } from '../../../src/extension/background/pace.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';
import { storedList } from '../../../src/extension/background/stored-list.ts';
import { type SyncDoors, syncFeed } from '../../../src/extension/background/sync.ts';
import { MemoryStore } from './doors.ts';
import { entries, entry, Mirror, names, TestFeed } from './feed.ts';

const hour = 60 * 60 * 1_000;
const first = entries(...names(10));

let feed: TestFeed;
let mirror: Mirror;
let store: MemoryStore;
let doors: SyncDoors;
let clock: number;
const opened: Mirror[] = [];

async function openMirror(of: TestFeed): Promise<Mirror> {
  const one = await Mirror.open(of);
  opened.push(one);
  return one;
}

/** A browser that holds the feed's present release, as the package's baseline would. */
async function hold(): Promise<void> {
  const { root, timestamp, snapshot, targets } = feed.repository.published;
  const trusted = {
    root: root.at(-1)!,
    timestamp: timestamp.at(-1)!,
    snapshot: snapshot.at(-1)!,
    targets: targets.at(-1)!,
  };
  const info = feed.repository.targets.targets[listTarget] as { hashes: { sha256: string } };
  const packed = feed.files.get(feedFiles.target(info.hashes.sha256, listTarget))!;
  const text = new Uint8Array(
    await new Response(
      new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).arrayBuffer(),
  );
  const record: FeedRecord = {
    ...{ feed: mirror.address, trusted, source: 'baseline', checked: null, failures: 0, error: null },
    ...{ faulty: [], alliance: feed.alliance, allianceFile: allianceFile() },
    log: feed.seen(clock),
  };
  await store.commit(record, await storedList(text, stateOf(trusted).entries));
  mirror.requests.length = 0;
}

/** The alliance.json of the newest release. */
function allianceFile(): Uint8Array {
  const { hashes } = feed.repository.targets.targets[allianceTarget] as { hashes: { sha256: string } };
  return feed.files.get(feedFiles.target(hashes.sha256, allianceTarget))!;
}

beforeEach(async () => {
  clock = Date.now();
  feed = await TestFeed.create(first);
  mirror = await openMirror(feed);
  feed.addresses = [mirror.address];
  await feed.release(first);
  store = new MemoryStore();
  doors = {
    ...{ store, fetch, now: () => clock, random: () => 0.5 },
    floor: async (id) => store.floors.get(id),
    raiseFloor: async (id, floor) => void store.floors.set(id, floor),
    keepEvidence: async () => undefined,
  };
  await hold();
});

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const sync = () => syncFeed(mirror.address, doors);
const record = () => store.records.get(mirror.address)!;
const stateHeld = () => stateOf(record().trusted).sha256;
const keysHeld = () => {
  const { text } = store.lists.get(`${mirror.address} ${stateHeld()}`)!;
  return [...new List(text).entries()].map(({ key }) => key);
};

/** A refusal: the list in force is untouched, and why is noted. */
async function expectRefused(code: string): Promise<void> {
  const before = { state: stateHeld(), keys: keysHeld(), targets: record().trusted.targets };
  expect(await sync()).toBe('failed');
  expect({ state: stateHeld(), keys: keysHeld(), targets: record().trusted.targets }).toEqual(before);
  expect(record().error?.code).toBe(code);
  expect(record().failures).toBeGreaterThan(0);
}

/** How often a mirror was asked for the whole list. */
const wholeLists = (of = mirror): number => of.paths.filter((path) => path.endsWith(listTarget)).length;

/** Sets how many bytes of whole lists may still be fetched. */
function allow(bytes: number): void {
  store.records.set(mirror.address, { ...record(), allowance: { at: clock, bytes } });
}

/** Lets the mirror change one file's answer. */
function replace(pattern: RegExp, body: (file: Uint8Array) => Uint8Array): void {
  mirror.tamper = (path, response) => {
    if (!pattern.test(path)) return false;
    void feed.get(path).then((file) => response.end(body(file ?? new Uint8Array())));
    return true;
  };
}

const later = [...first, entry('new.test')];

describe('a sync', () => {
  it('takes a new release by its delta, and the list is the signed one', async () => {
    await feed.release(later);
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toEqual([...names(10), 'new.test'].sort());
    expect(mirror.paths.filter((path) => path.startsWith('delta/'))).toHaveLength(1);
    expect(mirror.paths.filter((path) => path.endsWith(listTarget))).toHaveLength(0);
    expect(record()).toMatchObject({ source: 'synced', failures: 0, error: null, checked: clock });
  });

  it('asks for the timestamp alone when nothing is new', async () => {
    expect(await sync()).toBe('same');
    expect(mirror.paths).toEqual(['metadata/3.root.json', 'metadata/timestamp.json']);
    expect(record().checked).toBe(clock);
  });

  it('takes the whole list when there is no delta', async () => {
    await feed.release(later);
    for (const path of feed.files.keys()) if (path.startsWith('delta/')) feed.files.delete(path);
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toContain('new.test');
  });

  it('keeps the list before the present one, and none older', async () => {
    const states = [stateHeld()];
    for (const name of ['x.test', 'y.test']) {
      await feed.release([...first, entry(name)]);
      await sync();
      states.push(stateHeld());
    }
    expect([...store.lists.keys()].map((key) => key.split(' ')[1]).sort()).toEqual(states.slice(1).sort());
    expect(stateOf(store.older.get(mirror.address)!.trusted).sha256).toBe(states[1]);
  });

  it('tells the feed nothing about the browser (attacks 45)', async () => {
    await feed.release(later);
    const inits: RequestInit[] = [];
    doors = { ...doors, fetch: noting((_, init) => inits.push(init)) };
    await sync();
    const bare = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error' };
    for (const init of inits) expect(init).toMatchObject(bare);
    for (const { headers } of mirror.requests) {
      for (const name of [
        'cookie',
        'referer',
        'if-none-match',
        'if-modified-since',
        'origin',
        'authorization',
      ]) {
        expect(headers).not.toHaveProperty(name);
      }
    }
    const again = new Set(mirror.paths);
    store = new MemoryStore();
    await hold();
    expect(mirror.paths.every((path) => again.has(path))).toBe(true);
  });

  it('follows the addresses that the alliance signed', async () => {
    const second = await openMirror(feed);
    feed.addresses = [mirror.address, second.address];
    await feed.release(later);
    await sync();
    mirror.tamper = (_, response) => Boolean(response.writeHead(503).end());
    await feed.release([...later, entry('newer.test')]);
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toContain('newer.test');
    expect(record().faulty).toEqual([mirror.address]);
  });
});

describe('a mirror', () => {
  let second: Mirror;
  let asked: string[];
  beforeEach(async () => {
    second = await openMirror(feed);
    feed.addresses = [mirror.address, second.address];
    await feed.release(first);
    await hold();
    asked = [];
    doors = { ...doors, fetch: noting((url) => asked.push(new URL(url).host)) };
  });

  it('that failed is asked last the next time', async () => {
    mirror.tamper = (_, response) => Boolean(response.writeHead(500).end());
    doors = { ...doors, random: () => 0 };
    await sync();
    asked.length = 0;
    await sync();
    expect(asked).not.toContain(new URL(mirror.address).host);
  });

  it.each([
    [
      'answers a missing root with 200 and a page (attacks 38)',
      (path: string) => path.endsWith('root.json'),
      200,
      '<html>Sign in</html>',
    ],
    ['answers everything with a page (attacks 38)', () => true, 200, '<html>Sign in</html>'],
    [
      'has the new timestamp and no snapshot (attacks 47)',
      (path: string) => path.includes('snapshot'),
      404,
      '',
    ],
    [
      'has the new timestamp and no targets (attacks 47)',
      (path: string) => path.includes('targets.json'),
      404,
      '',
    ],
    ['lacks the list and the delta', (path: string) => /^(delta|targets)\//.test(path), 404, ''],
  ])('that %s is passed over', async (_, wrong, status, body) => {
    await feed.release(later);
    mirror.tamper = (path, response) => {
      if (!wrong(path)) return false;
      response.writeHead(status, { location: second.address + path }).end(body);
      return true;
    };
    doors = { ...doors, random: sequence(0, 0.9) };
    expect(await sync()).toBe('changed');
    expect(asked).toContain(new URL(mirror.address).host);
    expect(keysHeld()).toContain('new.test');
  });

  it('that sends the browser elsewhere is not followed (attacks 38)', async () => {
    await feed.release(later);
    const elsewhere = await openMirror(feed);
    mirror.tamper = (path, response) =>
      Boolean(response.writeHead(301, { location: elsewhere.address + path }).end());
    doors = { ...doors, random: sequence(0, 0.9) };
    expect(await sync()).toBe('changed');
    expect(elsewhere.requests).toEqual([]);
    expect(record().faulty).toEqual([mirror.address]);
  });

  it.each([0, 0.9])('is chosen at random (%s)', async (chance) => {
    doors = { ...doors, random: sequence(chance, 0.5) };
    await sync();
    expect(new Set(asked)).toEqual(new Set([new URL((chance === 0 ? mirror : second).address).host]));
  });
});

/** The network, with a note of every request. */
function noting(note: (url: string, init: RequestInit) => void): SyncDoors['fetch'] {
  return (url, init) => {
    note(url, init);
    return fetch(url, init);
  };
}

/** Numbers in order, the last for ever. */
function sequence(...numbers: number[]): () => number {
  return () => (numbers.length > 1 ? numbers.shift()! : numbers[0]!);
}

describe('against a mirror that', () => {
  it('serves the same valid timestamp for days: the badge shows at 72 hours (attacks 13)', async () => {
    await sync();
    expect(isStale(record(), clock + 71 * hour)).toBe(false);
    clock += 73 * hour;
    await expectRefused('expired');
    expect(isStale(record(), clock)).toBe(true);
  });

  it('never ends a file: it is cut at the bound (attacks 19)', async () => {
    await feed.release(later);
    let sent = 0;
    mirror.tamper = (path, response) => {
      if (path !== 'metadata/timestamp.json') return false;
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 32))) sent += 16_384;
      };
      response.on('drain', more);
      more();
      return true;
    };
    await expectRefused('length');
    expect(sent).toBeLessThan(100 * limits.timestampBytes);
  });

  it('stops in the middle of a file (attacks 19)', async () => {
    await feed.release(later);
    mirror.tamper = (path, response) => {
      if (path !== 'metadata/timestamp.json') return false;
      response.writeHead(200, { 'content-length': '500' }).write('{"signed":');
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    await expectRefused('network');
  });

  it('never answers: the time is over at some point (attacks 19)', async () => {
    mirror.tamper = () => true;
    // The door keeps the signal's meaning and shortens its time.
    const signals: unknown[] = [];
    const hurried: SyncDoors['fetch'] = (url, init) => {
      signals.push(init.signal);
      return fetch(url, { ...init, signal: AbortSignal.timeout(50) });
    };
    doors = { ...doors, fetch: hurried };
    expect(await sync()).toBe('failed');
    expect(record().error?.code).toBe('network');
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });

  it('sends a bomb as delta: the whole list is taken (attacks 20)', async () => {
    await feed.release(later);
    replace(/^delta/, () => gzipSync(Buffer.alloc(limits.deltaBytes + 1, '+')));
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toContain('new.test');
    expect(record().faulty).toEqual([mirror.address]);
  });

  it('sends another whole list, or trailing bytes (attacks 21)', async () => {
    await feed.release(later);
    feed.files.delete(feedFiles.delta(feed.state, stateHeld()));
    replace(/list\.txt\.gz$/, (file) => Buffer.concat([file.subarray(1), Buffer.from([0])]));
    await expectRefused('hash');
    replace(/list\.txt\.gz$/, (file) => Buffer.concat([file, Buffer.from('more')]));
    await expectRefused('length');
  });

  it.each([
    ['removes what is not listed', '-absent.test\n'],
    ['adds what is listed', '+n1.test phishing\n'],
    ['adds twice', '+new.test phishing\n+new.test phishing\n'],
    ['is not sorted', '+new.test phishing\n+aaa.test phishing\n'],
    ['has no last line feed', '+new.test phishing'],
    ['has CRLF', '+new.test phishing\r\n'],
    ['has an empty key', '+ phishing\n'],
    ['leads elsewhere, to the right length (attacks 24)', '+neu.test phishing\n'],
    ['is empty', ''],
  ])('sends a delta that %s: the whole list is taken (attacks 23)', async (_, delta) => {
    await feed.release(later);
    replace(/^delta/, () => gzipSync(Buffer.from(delta)));
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toEqual([...names(10), 'new.test'].sort());
    expect(wholeLists()).toBe(1);
  });

  it.each<[string, number, string | undefined]>([
    ['a page', 200, '<html>There is nothing here</html>'],
    ['nothing at all', 204, undefined],
    ['an empty file', 200, ''],
    ['an error', 500, 'no'],
    ['that there is none', 404, 'no'],
  ])(
    'answers %s for every delta: another mirror has it, and no whole list is fetched',
    async (_, status, body) => {
      const second = await openMirror(feed);
      feed.addresses = [mirror.address, second.address];
      await feed.release(first);
      await hold();
      doors = { ...doors, random: sequence(0, 0.9) };
      mirror.tamper = (path, response) =>
        path.startsWith('delta/') && Boolean(response.writeHead(status).end(body));
      for (let i = 0; i < 5; i += 1) {
        await feed.release([...first, entry(`new${i}.test`)]);
        expect(await sync()).toBe('changed');
        doors = { ...doors, random: sequence(0, 0.9) };
      }
      expect(wholeLists() + wholeLists(second)).toBe(0);
    },
  );

  it('breaks its deltas and is the only one: releases come all day by whole lists, as far as a day allows', async () => {
    replace(/^delta/, () => new Uint8Array([1, 2, 3]));
    for (let i = 0; i < 12; i += 1) {
      await feed.release([...first, entry(`new${i}.test`)]);
      clock += hour / 4;
      expect(await sync()).toBe('changed');
    }
    expect(wholeLists()).toBe(12);
    allow(10);
    await feed.release([...first, entry('newest.test')]);
    await expectRefused('spent');
    expect(wholeLists()).toBe(12);
    clock += hour;
    expect(await sync()).toBe('changed');
  });

  it('sends wrong lists without end: a day costs as many bytes as it may, and no more', async () => {
    const wrong = new Uint8Array(1_000);
    await feed.release(later);
    feed.putTarget(listTarget, wrong, { custom: { length: 1, sha256: '0'.repeat(64), entries: 0 } });
    await feed.sign();
    feed.files.delete(feedFiles.delta(feed.state, stateHeld()));
    allow(3_500);
    for (let i = 0; i < 6; i += 1) await sync();
    expect(wholeLists()).toBe(3);
    expect(record().error?.code).toBe('spent');
  });

  it('sends a list that breaks off: only what arrived counts', async () => {
    await feed.release(later);
    feed.files.delete(feedFiles.delta(feed.state, stateHeld()));
    allow(1_000);
    mirror.tamper = (path, response) => {
      if (!path.endsWith(listTarget)) return false;
      response.writeHead(200).write(new Uint8Array(10), () => response.destroy());
      return true;
    };
    await expectRefused('network');
    expect(record().allowance!.bytes).toBeGreaterThanOrEqual(990);
    mirror.tamper = () => false;
    expect(await sync()).toBe('changed');
  });

  it('serves the new timestamp with the old snapshot (attacks 39): refused now, taken later', async () => {
    const old = feed.repository.published.snapshot.at(-1)!;
    await feed.release(later);
    replace(/snapshot/, () => old);
    await expectRefused('rollback');
    mirror.tamper = () => false;
    expect(await sync()).toBe('changed');
  });
});

describe('against a publisher', () => {
  it.each([
    ['whose digest of the text is wrong (attacks 22)', { sha256: '0'.repeat(64) }, 'hash'],
    ['whose length of the text is too small (attacks 22)', { length: 10 }, 'length'],
    ['whose number of entries is wrong', { entries: 99 }, 'format'],
    ['who signs a list beyond every bound (attacks 29)', { length: limits.listBytes + 1 }, 'format'],
  ])('%s', async (_, said, code) => {
    await feed.releaseText(new TextEncoder().encode('a.test phishing\n'), 1, said);
    await expectRefused(code);
  });

  it('who signs an archive beyond the bound: refused before the download (attacks 29)', async () => {
    await feed.release(later);
    feed.files.clear();
    feed.putTarget(listTarget, new Uint8Array(limits.listGzipBytes + 1), {
      custom: { length: 1, sha256: '0'.repeat(64), entries: 0 },
    });
    await feed.sign();
    await expectRefused('length');
    expect(mirror.paths.filter((path) => path.endsWith(listTarget))).toEqual([]);
  });

  it.each(['b.test phishing\na.test phishing\n', 'a.test phishing\na.test phishing\n'])(
    'who signs a list out of order (attacks 26)',
    async (text) => {
      await feed.releaseText(new TextEncoder().encode(text), 2);
      await expectRefused('format');
    },
  );

  describe('of eleven signers where root has fourteen', () => {
    beforeEach(async () => {
      await feed.members(2, 3);
      // Everybody signs, then one signature too few for root: [...signers] keeps insertion order.
      const [one] = feed.repository.signers.targets.keys();
      feed.repository.signers.targets.delete(one!);
      await feed.release(entries(...names(100)));
      await hold();
    });

    it('who deletes a fifth of the list (attacks 28)', async () => {
      await feed.release(entries(...names(79)));
      await expectRefused('sanity');
      await feed.release(entries(...names(80)));
      expect(await sync()).toBe('changed');
    });

    it('who turns stops into cautions (attacks 28)', async () => {
      await feed.release(
        [...names(30)].map((name) => entry(name, 'caution')).concat(entries(...names(100).slice(30))),
      );
      await expectRefused('sanity');
    });

    it('who lets a small list grow: taken; a large one by half: held', async () => {
      await feed.release(entries(...names(limits.growingList)));
      expect(await sync()).toBe('changed');
      await feed.release(entries(...names(limits.growingList * 1.5 + 1)));
      await expectRefused('sanity');
      await feed.release(entries(...names(limits.growingList * 1.5)));
      expect(await sync()).toBe('changed');
    });
  });

  it('of as many signers as root needs may change everything', async () => {
    await feed.members(2, 3);
    await feed.release(entries(...names(100)));
    await hold();
    await feed.release(entries('only.test'));
    expect(await sync()).toBe('changed');
  });
});

describe('a clock', () => {
  const day = 24 * hour;

  it.each([hour, 8 * hour, 23 * hour, 40 * day, 365 * day])(
    'that is behind by %i ms still gets what is newly listed',
    async (behind) => {
      await sync();
      clock -= behind;
      await feed.release(later);
      expect(await sync()).toBe('changed');
      expect(keysHeld()).toContain('new.test');
      expect(isClockWrong(record(), clock)).toBe(true);
    },
  );

  it.each([hour, 365 * day])(
    'that is behind by %i ms tells no age, and says that it is wrong',
    async (behind) => {
      await sync();
      expect(isClockWrong(record(), clock)).toBe(false);
      clock -= behind;
      expect(isClockWrong(record(), clock)).toBe(true);
      expect(isStale(record(), clock)).toBe(true);
    },
  );

  it('that is a little behind is nobody’s concern', async () => {
    clock -= limits.clockTolerance / 2;
    expect(await sync()).toBe('same');
    expect(isClockWrong(record(), clock)).toBe(false);
    expect(isStale(record(), clock)).toBe(false);
  });

  it('that is behind is not kept from its list when the package is older than a day', async () => {
    clock -= 365 * day;
    store.floors.clear();
    expect(await sync()).toBe('same');
  });

  it('that is far ahead makes every release look expired: it is the clock that is named', async () => {
    await sync();
    clock += 365 * day;
    await expectRefused('expired');
    expect(record().error?.isClock).toBe(true);
    expect(isClockWrong(record(), clock)).toBe(true);
    clock -= 365 * day;
    await feed.release(later);
    expect(await sync()).toBe('changed');
    expect(isClockWrong(record(), clock)).toBe(false);
  });

  it('is not named when the feed’s host agrees with it: then the publisher is late', async () => {
    const late = (url: string, init: RequestInit) => fetch(url, init).then(dated);
    const dated = ({ status, body }: Response) =>
      new Response(body, { status, headers: { date: new Date(clock).toUTCString() } });
    doors = { ...doors, fetch: late };
    clock += 30 * hour;
    await expectRefused('expired');
    expect(record().error?.isClock).toBeUndefined();
  });

  it('is not named when a cache answers that has kept the file for a day', async () => {
    const headers = { date: new Date(clock).toUTCString(), age: String((30 * hour) / 1_000) };
    const aged = ({ status, body }: Response) => new Response(body, { status, headers });
    doors = { ...doors, fetch: (url, init) => fetch(url, init).then(aged) };
    clock += 30 * hour;
    await expectRefused('expired');
    expect(record().error?.isClock).toBeUndefined();
  });

  it('that was ahead for one look delays no later one', async () => {
    await sync();
    clock += 365 * day;
    await sync();
    clock -= 365 * day;
    expect(dueAt(record(), clock)).toBe(clock);
  });
});

describe('the pace of a feed', () => {
  it('slows down while its host answers with errors', async () => {
    mirror.tamper = (_, response) => Boolean(response.writeHead(503).end());
    const pauses = [];
    for (let i = 0; i < 9; i += 1) {
      await sync();
      pauses.push(record().next! - clock);
    }
    expect(pauses.slice(0, 3)).toEqual([1, 2, 4].map((times) => times * limits.firstBackoff));
    expect(pauses.at(-1)).toBe(limits.longestBackoff);
    mirror.tamper = () => false;
    await sync();
    expect(record().next! - clock).toBe(limits.pollInterval);
  });

  it('stays the same while nobody answers at all: the computer may be offline', async () => {
    doors = { ...doors, fetch: () => Promise.reject(new TypeError('Failed to fetch')) };
    for (let i = 0; i < 9; i += 1) {
      expect(await sync()).toBe('failed');
      expect(record()).toMatchObject({ failures: 0, error: { code: 'network' } });
      expect(record().next! - clock).toBe(limits.pollInterval);
    }
  });
});

describe('an alliance', () => {
  it('that the root does not name is refused, whoever signed the release', async () => {
    const other = { ...feed.alliance, quorum: 1, name: { en: 'Somebody else' } };
    feed.putTarget(allianceTarget, new TextEncoder().encode(JSON.stringify(other)), {});
    await feed.sign();
    await expectRefused('hash');
    expect(record().alliance.name.en).toBe('Sample alliance');
  });

  it('that no root names is refused', async () => {
    feed.repository.root['x-baize-alliance'] = undefined;
    await feed.repository.publish('root');
    await expectRefused('format');
  });

  it('that a new root names is taken with the first release that has it; until then the old list and the new root hold', async () => {
    const old = feed.repository.root['x-baize-alliance'];
    feed.repository.root['x-baize-alliance'] = 'f'.repeat(64);
    await feed.repository.publish('root');
    await expectRefused('hash');
    expect(openTrusted(record().trusted).root.version).toBe(3);
    feed.repository.root['x-baize-alliance'] = old;
    await feed.repository.publish('root');
    expect(await sync()).toBe('same');
    feed.addresses = [mirror.address, 'https://mirror.example/'];
    await feed.release(later);
    expect(await sync()).toBe('changed');
    expect(record().alliance.addresses).toEqual(feed.addresses);
  });
});

describe('what is kept of an alliance', () => {
  /** As an older version read it, which did not know of members' names. */
  const older = () => ({ ...record().alliance, name: { en: 'As it was understood then' } });

  it('is read anew at each look: this version may understand more than the one that stored it', async () => {
    store.records.set(mirror.address, { ...record(), alliance: older() });
    expect(await sync()).toBe('same');
    expect(record().alliance).toEqual(feed.alliance);
    expect(mirror.paths.filter((path) => path.endsWith(allianceTarget))).toEqual([]);
  });

  it('is fetched once when an older version kept no bytes of it', async () => {
    const { allianceFile: _, ...stored } = record();
    store.records.set(mirror.address, { ...stored, alliance: older() });
    for (let i = 0; i < 3; i += 1) expect(await sync()).toBe('same');
    expect(record().alliance).toEqual(feed.alliance);
    expect(mirror.paths.filter((path) => path.endsWith(allianceTarget))).toHaveLength(1);
  });

  it('is fetched anew when its bytes are damaged', async () => {
    store.records.set(mirror.address, { ...record(), allianceFile: allianceFile().with(5, 33) });
    expect(await sync()).toBe('same');
    expect(record().allianceFile).toEqual(allianceFile());
  });
});

describe('after all state was lost', () => {
  it('nothing below the versions seen is taken (attacks 42)', async () => {
    const old = { ...feed.repository.published };
    const ancient = old.timestamp.at(-1)!;
    await feed.release(later);
    await sync();
    store.records.clear();
    replace(/timestamp/, () => ancient);
    feed.repository.published.timestamp = [ancient];
    await hold();
    await expectRefused('rollback');
  });
});

describe('keys', () => {
  it('a new root stays even when the rest of the refresh fails', async () => {
    await feed.repository.rotate('timestamp', { 'x-baize-member': 'ant' });
    await feed.repository.publish('root');
    await feed.release(later);
    mirror.tamper = (path, response) => path.includes('timestamp') && Boolean(response.writeHead(404).end());
    await expectRefused('missing');
    expect(openTrusted(record().trusted).root.version).toBe(3);
    mirror.tamper = () => false;
    expect(await sync()).toBe('changed');
  });

  it('a rotation voids versions that were run up, even in two steps (attacks 14)', async () => {
    feed.repository.timestamp.version = 1_000_000;
    feed.repository.published.timestamp.length = 0;
    await feed.repository.publishAs('timestamp');
    expect(await sync()).toBe('same');
    expect(store.floors.get(mirror.address)!.timestamp).toBe(1_000_000);
    await feed.repository.rotate('timestamp', { 'x-baize-member': 'ant' });
    await feed.repository.publish('root');
    feed.repository.timestamp.version = 10;
    feed.repository.published.timestamp.length = 0;
    mirror.tamper = (path, response) => path.includes('timestamp') && Boolean(response.writeHead(404).end());
    await sync();
    mirror.tamper = () => false;
    await feed.release(later);
    feed.repository.published.timestamp = [feed.repository.published.timestamp.at(-1)!];
    expect(await sync()).toBe('changed');
  });
});

/** Thrown where the worker dies. */
class Killed extends Error {}

describe('a worker that is killed', () => {
  /** Counts the steps through every door, and dies before or after the one that is due. */
  function mortal(dies: number, when: 'before' | 'after'): { doors: SyncDoors; steps: () => number } {
    let steps = 0;
    const wrap =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        steps += 1;
        const isLast = steps === dies;
        if (isLast && when === 'before') throw new Killed();
        const result = await work(...args);
        if (isLast) throw new Killed();
        return result;
      };
    const mortalStore = {
      feed: wrap((id: string) => store.feed(id)),
      before: wrap((id: string) => store.before(id)),
      text: wrap((id: string, digest: string) => store.text(id, digest)),
      hashes: wrap((id: string, digest: string) => store.hashes(id, digest)),
      commit: wrap((...args: Parameters<MemoryStore['commit']>) => store.commit(...args)),
      keepOnly: wrap((ids: readonly string[]) => store.keepOnly(ids)),
    };
    return {
      steps: () => steps,
      doors: {
        ...doors,
        store: mortalStore,
        floor: wrap(doors.floor),
        raiseFloor: wrap(doors.raiseFloor),
        fetch: async (url, init) => {
          steps += 1;
          if (steps === dies) throw new Killed();
          return fetch(url, init);
        },
      },
    };
  }

  it.each(['by delta', 'by the whole list'])(
    'at any step holds the old state or the new one, never a mixture (attacks 40), %s',
    async (way) => {
      await feed.release(later);
      if (way !== 'by delta') feed.files.delete(feedFiles.delta(feed.state, stateHeld()));
      const start = structuredClone({ records: store.records, lists: store.lists });
      const states = [stateHeld(), feed.state];
      const whole = mortal(-1, 'before');
      await syncFeed(mirror.address, whole.doors);
      expect(stateHeld()).toBe(feed.state);
      expect(whole.steps()).toBeGreaterThan(8);
      for (let step = 1; step <= whole.steps(); step += 1) {
        for (const when of ['before', 'after'] as const) {
          const { records, lists } = structuredClone(start);
          store = Object.assign(new MemoryStore(), { records, lists });
          await syncFeed(mirror.address, mortal(step, when).doors).catch((error: unknown) =>
            expect(error).toBeInstanceOf(Killed),
          );
          expect(states).toContain(stateHeld());
          const { text } = store.lists.get(`${mirror.address} ${stateHeld()}`)!;
          expect((await storedList(text, stateOf(record().trusted).entries)).text.length).toBe(
            stateOf(record().trusted).length,
          );
          doors = { ...doors, store };
          expect(await sync()).not.toBe('failed');
          expect(stateHeld()).toBe(feed.state);
        }
      }
    },
  );
});

describe('a worker that ends in the middle of a whole list', () => {
  it('has used nothing of the day’s allowance', async () => {
    await feed.release(later);
    feed.files.delete(feedFiles.delta(feed.state, stateHeld()));
    const dies: SyncDoors['fetch'] = async (url, init) => {
      if (url.endsWith(listTarget)) throw new Killed();
      return fetch(url, init);
    };
    // Nothing of a worker that has ended gets to the store.
    const { feed: read, text, hashes, before, keepOnly } = store;
    const commit = () => Promise.reject(new Killed());
    const dead = { feed: read, text, hashes, before, keepOnly, commit };
    for (const [name, work] of Object.entries(dead)) Object.assign(dead, { [name]: work.bind(store) });
    for (let i = 0; i < 5; i += 1)
      await expect(syncFeed(mirror.address, { ...doors, store: dead, fetch: dies })).rejects.toThrow();
    expect(record().allowance).toBeUndefined();
    expect(await sync()).toBe('changed');
  });
});

describe('a damaged store', () => {
  it('is mended by the whole list (attacks 41)', async () => {
    store.lists.get(`${mirror.address} ${stateHeld()}`)!.text[3] = 33;
    await feed.release(later);
    expect(await sync()).toBe('changed');
    expect(keysHeld()).toContain('new.test');
  });
});
