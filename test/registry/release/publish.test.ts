import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyChanges, readDelta } from '../../../src/core/delta.ts';
import type { Kind, Level } from '../../../src/core/entry.ts';
import { gunzip } from '../../../src/core/gunzip.ts';
import { limits } from '../../../src/core/limits.ts';
import { List, writeList } from '../../../src/core/list.ts';
import { refresh } from '../../../src/core/tuf/refresh.ts';
import { openTrusted, type Trusted } from '../../../src/core/tuf/trusted.ts';
import { readWhy } from '../../../src/core/why.ts';
import { openRegistry, type Registry } from '../../../src/registry/registry.ts';
import { sha256Of } from '../../../src/registry/release/list-text.ts';
import type { Published } from '../../../src/registry/release/publish.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { openFeed } from '../../../src/registry/release/verify.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry, verifiedLines } from '../workspace.ts';

const hour = 3_600_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

async function refreshed(trusted: Trusted, feed: string, now = new Date()): Promise<Trusted> {
  const source = sourceOf(feed);
  const result = await refresh(trusted, (name, most) => source.get(`metadata/${name}`, most), now);
  if (result.error) throw result.error;
  return result.trusted;
}

const firstRoot = (feed: string): Promise<Trusted> =>
  readFile(join(feed, 'metadata/1.root.json')).then((root) => ({ root }));

/** What publishing a small change is made of, in words. */
async function stepsOf(registry: Registry): Promise<string[]> {
  const steps: string[] = [];
  await listEntries(registry, [{ ...entry('probe.test'), reason: 'Sample.' }]);
  await publish(registry, { onStep: (step) => steps.push(step) });
  return steps;
}

describe('publish', () => {
  it('starts with an empty list that verifies', async () => {
    const { paths } = await newRegistry();
    expect(await verifiedLines(paths.feed)).toEqual([]);
  });

  it('publishes what was added, changed and removed', async () => {
    const registry = await newRegistry();
    const { paths } = registry;
    await listEntries(registry, [entry('b.test'), entry('a.test'), entry('c.test')]);
    expect(await publish(registry)).toMatchObject({ outcome: 'released', version: 2, added: 3 });
    await listEntries(registry, [{ key: 'a.test', kind: 'drainer', level: 'caution' }]);
    await clearEntry(registry, 'b.test');
    expect(await publish(registry)).toMatchObject({ version: 3, added: 0, removed: 1, changed: 1 });
    expect(await verifiedLines(paths.feed)).toEqual(['a.test drainer caution', 'c.test phishing']);
  });

  it('does nothing when nothing is pending and nothing nears its expiry', async () => {
    const registry = await newRegistry();
    const before = await readFile(join(registry.paths.feed, 'metadata/timestamp.json'));
    expect(await publish(registry)).toMatchObject({ outcome: 'current', version: 1 });
    expect(await readFile(join(registry.paths.feed, 'metadata/timestamp.json'))).toEqual(before);
  });

  it('writes the list from the store when its cached text is gone or damaged', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    const [cached] = await readdir(registry.paths.cache);
    await writeFile(join(registry.paths.cache, cached!), 'zzz.test phishing\n');
    await listEntries(registry, [entry('b.test')]);
    await publish(registry);
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing', 'b.test phishing']);
  });

  it('writes the feed anew when files of it are gone or damaged, with higher versions', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [{ ...entry('a.test'), reason: 'Sample.' }]);
    await publish(registry);
    const trusted = await refreshed(await firstRoot(registry.paths.feed), registry.paths.feed);
    await rm(registry.paths.feed, { recursive: true });
    expect(await publish(registry)).toMatchObject({ outcome: 'renewed', version: 3 });
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing']);
    expect(await readdir(join(registry.paths.feed, 'why'))).toHaveLength(1);
    await refreshed(trusted, registry.paths.feed);
  });

  it('never signs what somebody put into the feed folder', async () => {
    const registry = await newRegistry();
    const other = await newRegistry();
    await listEntries(other, [entry('planted.test')]);
    await publish(other);
    const file = 'metadata/timestamp.json';
    await writeFile(join(registry.paths.feed, file), await readFile(join(other.paths.feed, file)));
    await publish(registry, { now: later(13 * hour) });
    expect(await verifiedLines(registry.paths.feed, later(13 * hour))).toEqual([]);
  });
});

describe('while a release is being written', () => {
  it('what is added waits for the next one', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    let adding: Promise<unknown> | undefined;
    const onStep = (step: string) => {
      if (step === 'compressing the list') adding = listEntries(registry, [entry('b.test')]);
    };
    await publish(registry, { onStep });
    await adding;
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing']);
    expect(await publish(registry)).toMatchObject({ outcome: 'released', added: 1, entries: 2 });
    expect(await verifiedLines(registry.paths.feed)).toEqual(['a.test phishing', 'b.test phishing']);
  });

  it('another publisher waits', async () => {
    const registry = await newRegistry();
    const second = await openRegistry(registry.paths.data);
    onTestFinished(() => second.close());
    await listEntries(registry, [entry('a.test')]);
    let other: Promise<Published> | undefined;
    const onStep = (step: string) => {
      if (step === 'reasons') other = publish(second);
    };
    expect(await publish(registry, { onStep })).toMatchObject({ outcome: 'released', version: 2 });
    expect(await other).toMatchObject({ outcome: 'current', version: 2 });
  });
});

describe('publishing that breaks off', () => {
  it('at any step leaves a valid feed, and the next one repairs it', async () => {
    const registry = await newRegistry();
    const { paths } = registry;
    const steps = await stepsOf(registry);
    expect(steps.length).toBeGreaterThan(7);
    let trusted = await refreshed(await firstRoot(paths.feed), paths.feed);
    for (const [index, broken] of steps.entries()) {
      const before = await verifiedLines(paths.feed);
      const key = `step${String(index).padStart(2, '0')}.test`;
      await listEntries(registry, [{ ...entry(key), reason: 'Sample.' }]);
      const onStep = (step: string) => {
        if (step.replace(/\d+/, '') === broken.replace(/\d+/, '')) throw new Error('broken off');
      };
      await expect(publish(registry, { onStep })).rejects.toThrow('broken off');
      const isOut = steps.indexOf('noting the release') <= index;
      const after = await verifiedLines(paths.feed);
      expect(after, broken).toEqual(isOut ? [...before, `${key} phishing`].sort() : before);
      trusted = await refreshed(trusted, paths.feed);
      const isNoted = steps.indexOf('noting the release') < index;
      expect((await publish(registry)).outcome, broken).toBe(isNoted ? 'current' : 'released');
      expect(await verifiedLines(paths.feed)).toContain(`${key} phishing`);
      trusted = await refreshed(trusted, paths.feed);
    }
  });

  it('uses no version number twice', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    const onStep = (step: string) => {
      if (step.endsWith('timestamp.json')) throw new Error('broken off');
    };
    await expect(publish(registry, { onStep })).rejects.toThrow();
    await clearEntry(registry, 'a.test');
    await listEntries(registry, [entry('b.test')]);
    expect(await publish(registry)).toMatchObject({ version: 3, entries: 1 });
  });
});

describe('renewal', () => {
  it('signs the timestamp after half its life, targets and snapshot after half theirs', async () => {
    const registry = await newRegistry();
    const { feed } = registry.paths;
    const versions = async (now: Date) => {
      const trusted = await refreshed(await firstRoot(feed), feed, now);
      const { timestamp, snapshot, targets } = openTrusted(trusted);
      return [timestamp!.version, snapshot!.version, targets!.version];
    };
    expect(await publish(registry, { now: later(11 * hour) })).toMatchObject({ outcome: 'current' });
    expect(await publish(registry, { now: later(13 * hour) })).toMatchObject({ outcome: 'renewed' });
    expect(await versions(later(13 * hour))).toEqual([2, 1, 1]);
    expect(await publish(registry, { now: later(37 * hour) })).toMatchObject({
      outcome: 'renewed',
      version: 2,
    });
    expect(await versions(later(37 * hour))).toEqual([3, 2, 2]);
  });

  it('renews root in time, by a chain that a browser with the first root follows', async () => {
    const registry = await newRegistry();
    const soon = later(limits.rootExpiry * 0.6);
    const trusted = await firstRoot(registry.paths.feed);
    await publish(registry, { now: soon });
    const { root } = openTrusted(await refreshed(trusted, registry.paths.feed, soon));
    expect(root.version).toBe(2);
  });
});

describe('reasons', () => {
  it('are signed one by one, and none is left of an entry that went', async () => {
    const registry = await newRegistry();
    const { paths } = registry;
    const told = { ...entry('a.test'), reason: 'Takes coins, gives nothing.' };
    const leaves = await listEntries(registry, [told, entry('b.test')]);
    await publish(registry);
    const digest = sha256Of(Buffer.from('a.test'));
    const file = join(paths.feed, 'why', `${digest.slice(0, 3)}.json`);
    const shard = JSON.parse(await readFile(file, 'utf8'));
    expect(Object.keys(shard.keys)).toEqual(['a.test']);
    expect(Object.keys(shard.statements)).toEqual([String(leaves[0])]);
    const bytes = await readFile(file);
    expect(await readWhy(bytes, 'a.test', registry.alliance)).toMatchObject([
      { member: 'sample-alliance', reason: 'Takes coins, gives nothing.', kind: 'phishing', leaf: leaves[0] },
    ]);
    expect(await readWhy(bytes, 'b.test', registry.alliance)).toEqual([]);
    await clearEntry(registry, 'a.test');
    await publish(registry);
    const after = await readFile(file);
    expect(await readWhy(after, 'a.test', registry.alliance)).toEqual([]);
  });
});

interface Edit {
  readonly key: string;
  readonly kind: Kind | null;
  readonly level: Level;
}

describe('deltas', () => {
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}.test`);
  const kinds: readonly Kind[] = ['phishing', 'drainer', 'malware'];
  const edit = fc.record({
    key: fc.constantFrom(...keys),
    kind: fc.option(fc.constantFrom(...kinds)),
    level: fc.constantFrom('stop' as const, 'caution' as const),
  });
  const history = fc.array(fc.array(edit, { maxLength: 8 }), { minLength: 1, maxLength: 6 });

  async function applyEdits(registry: Registry, edits: readonly Edit[]): Promise<void> {
    for (const { key, kind, level } of edits) {
      if (kind === null) await clearEntry(registry, key);
      else await listEntries(registry, [{ key, kind, level }]);
    }
  }

  it('lead from every recent state to the newest, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (releases) => {
        const registry = await newRegistry();
        const texts = [new Uint8Array()];
        for (const edits of releases) {
          await applyEdits(registry, edits);
          await publish(registry);
          const { list } = await openFeed(sourceOf(registry.paths.feed), new Date());
          const stored = await registry.db.selectFrom('entry').select(['key', 'kind', 'level']).execute();
          expect(Buffer.from(list.text)).toEqual(Buffer.from(writeList(stored)));
          texts.push(new Uint8Array(list.text));
        }
        const newest = texts.at(-1)!;
        for (const text of texts.filter((older) => sha256Of(older) !== sha256Of(newest))) {
          const file = join(registry.paths.feed, 'delta', sha256Of(newest), `${sha256Of(text)}.gz`);
          const base = new List(text);
          const changes = readDelta(base, await gunzip(await readFile(file), limits.deltaBytes, 'The delta'));
          expect(Buffer.from(applyChanges(base, changes))).toEqual(Buffer.from(newest));
        }
        await registry.close();
      }),
      { numRuns: 15 },
    );
  });

  it('go with what nobody can ask for any more', async () => {
    const registry = await newRegistry();
    const { feed } = registry.paths;
    for (let index = 0; index < 9; index += 1) {
      await listEntries(registry, [entry(`n${index}.test`)]);
      await publish(registry);
    }
    const targets = await readdir(join(feed, 'targets'));
    expect(targets.filter((name) => name.endsWith('.list.txt.gz'))).toHaveLength(limits.keptReleases);
    expect(await readdir(join(feed, 'delta'))).toHaveLength(limits.keptReleases);
    expect((await readdir(join(feed, 'metadata'))).sort()).toContain('1.root.json');
    expect(
      (await readdir(join(feed, 'metadata'))).filter((name) => name.endsWith('targets.json')),
    ).toHaveLength(limits.keptReleases);
    const facts = await verifiedLines(feed);
    expect(facts.map((line) => line.split(' ')[0])).toEqual(
      Array.from({ length: 9 }, (_, index) => `n${index}.test`),
    );
  });
});
