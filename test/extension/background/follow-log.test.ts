import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedFiles, listTarget } from '../../../src/core/feed.ts';
import { parseLeaf, type ReleaseLeaf } from '../../../src/core/leaf.ts';
import { limits } from '../../../src/core/limits.ts';
import { parseCheckpoint } from '../../../src/core/log/checkpoint.ts';
import { verifyConsistency } from '../../../src/core/log/merkle.ts';
import { parseNote } from '../../../src/core/log/note.ts';
import { formatProof, parseProof } from '../../../src/core/log/proof.ts';
import { stateOf } from '../../../src/core/release.ts';
import { withEvidence } from '../../../src/extension/background/evidence.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';
import { storedList } from '../../../src/extension/background/stored-list.ts';
import { type SyncDoors, syncFeed } from '../../../src/extension/background/sync.ts';
import type { Evidence } from '../../../src/extension/messages.ts';
import { MemoryStore } from './doors.ts';
import { entries, Mirror, names, TestFeed } from './feed.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const list = entries(...names(3));
let feed: TestFeed;
let mirror: Mirror;
let store: MemoryStore;
let clock: number;
let kept: readonly Evidence[];
let doors: SyncDoors;
const opened: Mirror[] = [];

async function openMirror(): Promise<Mirror> {
  const one = await Mirror.open(feed);
  opened.push(one);
  return one;
}

/** A browser with the package's baseline: it has seen nothing of the log. */
async function hold(): Promise<void> {
  const { root, timestamp, snapshot, targets } = feed.repository.published;
  const trusted = {
    ...{ root: root.at(-1)!, timestamp: timestamp.at(-1)! },
    ...{ snapshot: snapshot.at(-1)!, targets: targets.at(-1)! },
  };
  const record: FeedRecord = {
    ...{ feed: mirror.address, trusted, source: 'baseline', checked: null, failures: 0, error: null },
    ...{ faulty: [], alliance: feed.alliance },
  };
  const text = bytes(list.map(({ key, kind }) => `${key} ${kind}\n`).join(''));
  await store.commit(record, await storedList(new Uint8Array(text), stateOf(trusted).entries));
}

beforeEach(async () => {
  clock = Date.now();
  kept = [];
  feed = await TestFeed.create(list);
  mirror = await openMirror();
  feed.addresses = [mirror.address];
  await feed.release(list);
  store = new MemoryStore();
  doors = {
    ...{ store, fetch, now: () => clock, random: () => 0.5 },
    floor: async (id) => store.floors.get(id),
    raiseFloor: async (id, floor) => void store.floors.set(id, floor),
    keepEvidence: async (_, evidence) => {
      kept = withEvidence(kept, evidence);
    },
  };
  await hold();
});

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const sync = () => syncFeed(mirror.address, doors);
const record = () => store.records.get(mirror.address)!;
const version = () => feed.repository.targets.version;
const proofPath = () => feedFiles.proof(version());
const release = (count: number) => feed.release([...list, ...entries(...names(count, 'new'))]);

/** The last check of the log was a day ago. */
function aDayLater(): void {
  const { log } = record();
  store.records.set(mirror.address, { ...record(), log: { ...log!, checked: clock - limits.logCheck } });
}

/** The release is not taken: the list, the metadata and what is known of the log stay. */
async function expectRefused(code: string): Promise<void> {
  const before = record();
  expect(await sync()).toBe('failed');
  const after = record();
  expect(after.error?.code).toBe(code);
  expect(after.trusted.targets).toEqual(before.trusted.targets);
  expect(after.log).toEqual(before.log);
}

/** Puts a changed proof in the place of the newest one. */
function alterProof(
  change: (proof: ReturnType<typeof parseProof>) => Partial<ReturnType<typeof parseProof>>,
) {
  const proof = parseProof(feed.files.get(proofPath())!);
  feed.files.set(proofPath(), formatProof({ ...proof, ...change(proof) }));
}

describe('each release', () => {
  it('is taken when it is in the log, and the checkpoint is remembered', async () => {
    await sync();
    await release(1);
    expect(await sync()).toBe('changed');
    const { log } = record();
    expect(log).toMatchObject({
      version: version(),
      newest: { origin: 'feed.example', size: feed.log.leaves.length },
    });
    expect(parseCheckpoint(parseNote(log!.newest.note).text).root).toEqual(log!.newest.root);
    expect(kept).toEqual([]);
  });

  it('of the package is looked for in the log at the first look, and never again', async () => {
    expect(await sync()).toBe('same');
    expect(record().log?.version).toBe(version());
    mirror.requests.length = 0;
    expect(await sync()).toBe('same');
    expect(mirror.paths.filter((path) => path.startsWith('proof') || path.startsWith('log'))).toEqual([]);
  });

  it.each<[string, string, () => void]>([
    ['missing', 'whose proof is withheld', () => feed.files.delete(proofPath())],
    ['format', 'whose proof is a page', () => feed.files.set(proofPath(), bytes('<html>'))],
    [
      'length',
      'whose proof does not end',
      () => feed.files.set(proofPath(), new Uint8Array(limits.proofBytes + 1)),
    ],
    [
      'log',
      'whose proof is that of the one before',
      () => feed.files.set(proofPath(), feed.files.get(feedFiles.proof(version() - 1))!),
    ],
    ['log', 'whose proof is of another place', () => alterProof(({ index }) => ({ index: index - 1 }))],
    ['log', 'whose proof is too short', () => alterProof(({ hashes }) => ({ hashes: hashes.slice(1) }))],
    [
      'log',
      'whose leaf says something else',
      () => alterProof(({ extra }) => ({ extra: extra!.with(-20, extra!.at(-20)! ^ 1) })),
    ],
    [
      'format',
      'whose leaf is not carried along',
      () => {
        const { extra: _, ...proof } = parseProof(feed.files.get(proofPath())!);
        feed.files.set(proofPath(), formatProof(proof));
      },
    ],
    [
      'threshold',
      'whose checkpoint nobody cosigned',
      () =>
        alterProof(({ checkpoint }) => ({
          checkpoint: bytes(new TextDecoder().decode(checkpoint).replace('— ant', '— bee')),
        })),
    ],
    [
      'format',
      'whose checkpoint is of another log',
      () =>
        alterProof(({ checkpoint }) => ({
          checkpoint: bytes(new TextDecoder().decode(checkpoint).replace('feed.example', 'other.example')),
        })),
    ],
  ])('is refused with %s, %s (attacks 36, 37)', async (code, _, spoil) => {
    await sync();
    await release(1);
    spoil();
    await expectRefused(code);
  });

  it.each<[string, (truth: ReleaseLeaf) => Partial<ReleaseLeaf>]>([
    ['for another feed', () => ({ feed: 'other.example' })],
    ['of another version', ({ version }) => ({ version: version - 1 })],
    ['under a root that is yet to come', ({ root }) => ({ root: root + 2 })],
    ['of another alliance', () => ({ alliance: 'f'.repeat(64) })],
    ['of a longer list', ({ list }) => ({ list: { ...list, length: list.length + 1 } })],
    ['of another list', ({ list }) => ({ list: { ...list, sha256: 'f'.repeat(64) } })],
    ['of a list with more entries', ({ list }) => ({ list: { ...list, entries: list.entries + 1 } })],
  ])('is refused when what is logged is one %s', async (_, lie) => {
    await sync();
    await release(1);
    const said = parseLeaf(feed.log.leaves.at(-1)!).signed as ReleaseLeaf;
    feed.lies = lie({ ...said, version: said.version + 1 });
    await feed.sign();
    await expectRefused('log');
    feed.lies = {};
    await feed.sign();
    expect(await sync()).toBe('changed');
  });

  it('under a root that has moved on since is taken', async () => {
    await release(1);
    await feed.repository.publish('root');
    expect(await sync()).toBe('changed');
  });

  it('with a wrong proof at one mirror, and nothing at the other, is refused, and nobody is accused', async () => {
    const second = await openMirror();
    feed.addresses = [mirror.address, second.address];
    await release(1);
    await sync();
    await release(2);
    feed.files.set(proofPath(), feed.files.get(feedFiles.proof(version() - 1))!);
    second.tamper = (_, response) => Boolean(response.writeHead(503).end());
    expect(await sync()).toBe('failed');
    expect(kept).toEqual([]);
    second.tamper = () => false;
    await sync();
    expect(kept.map(({ what }) => what)).toEqual(['unlogged']);
  });

  it('that is signed but not logged is refused; by what every mirror serves, that is kept', async () => {
    await sync();
    await release(1);
    const proof = feed.files.get(proofPath())!;
    await release(2);
    feed.files.set(proofPath(), proof);
    await expectRefused('log');
    await sync();
    expect(kept.map(({ what }) => what)).toEqual(['unlogged']);
    expect(bytes(kept[0]!.earlier)).toEqual(feed.repository.published.targets.at(-1));
    expect(bytes(kept[0]!.later)).toEqual(proof);
  });

  it('with a wrong proof at one mirror is taken from another, and nobody is accused', async () => {
    const second = await openMirror();
    feed.addresses = [mirror.address, second.address];
    await release(1);
    await sync();
    await release(2);
    const wrong = feed.files.get(feedFiles.proof(version() - 1))!;
    mirror.tamper = (path, response) => path === proofPath() && Boolean(response.end(wrong));
    doors = { ...doors, random: () => 0.5 };
    expect(await sync()).toBe('changed');
    expect(record().faulty).toEqual([mirror.address]);
    expect(kept).toEqual([]);
  });

  it('is taken by a clock that is behind by less than a day', async () => {
    clock -= limits.pollInterval - 1;
    expect(await sync()).toBe('same');
  });

  it('that says another number of entries than its leaf is refused', async () => {
    await sync();
    await release(1);
    const { custom } = feed.repository.targets.targets[listTarget] as { custom: { entries: number } };
    custom.entries += 1;
    await feed.repository.publish('targets', 'snapshot', 'timestamp');
    feed.files.set(proofPath(), feed.files.get(feedFiles.proof(version() - 1))!);
    await expectRefused('format');
  });
});

describe('once a day', () => {
  beforeEach(async () => {
    await release(1);
    await sync();
  });

  it('the log is shown by its tiles to have only grown', async () => {
    await release(2);
    mirror.requests.length = 0;
    await sync();
    expect(mirror.paths.filter((path) => path.startsWith('log/'))).toEqual([]);
    expect(record().log!.grown.size).toBeLessThan(record().log!.newest.size);
    aDayLater();
    await feed.sign();
    await sync();
    expect(mirror.paths.filter((path) => path.startsWith('log/'))).toEqual([
      `log/tile/0/000.p/${feed.log.leaves.length}`,
    ]);
    expect(record().log).toMatchObject({ checked: clock, grown: record().log!.newest });
    expect(kept).toEqual([]);
  });

  it('the log is checked also when a clock that was ahead noted the last check', async () => {
    await release(2);
    const { log } = record();
    store.records.set(mirror.address, {
      ...record(),
      log: { ...log!, checked: clock + 300 * limits.logCheck },
    });
    await sync();
    expect(record().log).toMatchObject({ checked: clock, grown: record().log!.newest });
  });

  it('without a release nothing of the log is asked for, and that counts as a check', async () => {
    aDayLater();
    mirror.requests.length = 0;
    expect(await sync()).toBe('same');
    expect(mirror.paths.filter((path) => /^(log|proof)/.test(path))).toEqual([]);
    expect(record().log!.checked).toBe(clock);
  });

  it('what is asked for depends on public sizes alone', async () => {
    aDayLater();
    await feed.sign();
    await sync();
    const known = /^(metadata|targets|delta|proof)\/|^log\/tile\/0\/000\.p\/\d+$/;
    expect(mirror.paths.filter((path) => !known.test(path))).toEqual([]);
  });

  it('a history that was rewritten is refused, kept as evidence that shows it, and the list protects on (attacks 35)', async () => {
    const held = record();
    feed.log.leaves[0] = bytes('another beginning');
    aDayLater();
    await release(2);
    await expectRefused('log');
    const [found] = kept;
    expect(found).toMatchObject({ what: 'rewritten', found: new Date(clock).toISOString() });
    expect(bytes(found!.earlier)).toEqual(held.log!.newest.note);
    const [earlier, later] = [found!.earlier, found!.later].map((note) =>
      parseCheckpoint(parseNote(bytes(note)).text),
    );
    const proof = found!.proof.map((hash) => Uint8Array.from(atob(hash), (char) => char.charCodeAt(0)));
    const show = () => verifyConsistency(earlier!.size, earlier!.root, later!.size, later!.root, proof);
    expect(show).toThrow(expect.objectContaining({ code: 'log' }));
    expect(record().failures).toBe(1);
    await sync();
    expect(kept).toHaveLength(1);
  });

  it.each<[string, string, (file: Uint8Array | null) => Uint8Array | null]>([
    ['log', 'that are wrong', (file) => file?.with(5, file[5]! ^ 1) ?? null],
    ['missing', 'that are withheld', () => null],
    ['format', 'that are too short', (file) => file?.slice(1) ?? null],
  ])(
    'tiles (%s) %s are the mirror’s fault: the release is refused there, taken elsewhere, nobody is accused',
    async (code, _, change) => {
      aDayLater();
      await release(2);
      mirror.tamper = (path, response) => {
        if (!path.startsWith('log/tile/')) return false;
        void feed.get(path).then((file) => {
          const changed = change(file);
          response.writeHead(changed === null ? 404 : 200).end(changed ?? '');
        });
        return true;
      };
      await expectRefused(code);
      expect(kept).toEqual([]);
      mirror.tamper = () => false;
      expect(await sync()).toBe('changed');
    },
  );
});

describe('a split view', () => {
  beforeEach(async () => {
    await release(1);
    await sync();
  });

  it('of one length is refused at once, and both checkpoints are kept (attacks 34)', async () => {
    const held = record();
    feed.log.leaves.splice(-1, 1);
    feed.log.leaves[0] = bytes('what others see');
    await release(2);
    expect(feed.log.leaves).toHaveLength(held.log!.newest.size);
    await expectRefused('log');
    expect(kept).toMatchObject([{ what: 'fork', proof: [] }]);
    expect(bytes(kept[0]!.earlier)).toEqual(held.log!.newest.note);
    expect(bytes(kept[0]!.later)).toEqual(parseProof(feed.files.get(proofPath())!).checkpoint);
  });

  it('of a log that shrank is refused at once, and both checkpoints are kept (attacks 35)', async () => {
    feed.log.leaves.splice(1, 2);
    await release(2);
    await expectRefused('log');
    expect(kept.map(({ what }) => what)).toEqual(['shrunk']);
  });

  it('is none when the root names an alliance with another log: that one is followed from then on', async () => {
    feed.log.leaves = [];
    feed.log.origin = 'second.example';
    await release(2);
    expect(await sync()).toBe('changed');
    expect(record().log).toMatchObject({ newest: { origin: 'second.example', size: 1 }, checked: clock });
    expect(kept).toEqual([]);
  });

  it('ends when the feed tells the truth again', async () => {
    const honest = [...feed.log.leaves];
    feed.log.leaves = [bytes('what others see')];
    await release(2);
    await expectRefused('log');
    feed.log.leaves = honest;
    await release(3);
    expect(await sync()).toBe('changed');
    expect(record().error).toBeNull();
    expect(kept).toHaveLength(1);
  });
});

describe('evidence', () => {
  const one: Evidence = {
    what: 'fork',
    found: '2026-01-01T00:00:00Z',
    earlier: 'a\n\n— x\n',
    later: 'b\n\n— x\n',
    proof: [],
  };

  it('is kept once, whoever signed it and whenever it is found', () => {
    const again = { ...one, found: '2026-01-02T00:00:00Z', later: 'b\n\n— y\n' };
    expect(withEvidence([one], again)).toEqual([one]);
    expect(withEvidence([one], { ...one, later: 'c\n' })).toHaveLength(2);
  });

  it('is bounded, and what came first stays', () => {
    let all: readonly Evidence[] = [];
    for (let i = 0; i < 50; i++) all = withEvidence(all, { ...one, later: String(i) });
    expect(all).toHaveLength(limits.keptEvidence);
    expect(all[0]!.later).toBe('0');
  });
});
