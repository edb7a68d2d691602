import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { sourceOf } from '../../../src/registry/release/source.ts';
import { openFeed } from '../../../src/registry/release/verify.ts';
import { inForce } from '../../../src/registry/store/roots.ts';
import { newRegistry, run, tempFolder } from '../workspace.ts';

/** Renames the alliance of one by a ceremony, and publishes under the new root. */
async function rename({ paths, ...registry }: Registry, name: string): Promise<void> {
  const folder = await tempFolder();
  const [draft, file] = [join(folder, 'alliance.json'), join(folder, 'next.json')];
  const baize = async (...args: string[]) =>
    expect(await run([...args, '--data', paths.data]), args.join(' ')).toMatchObject({ code: 0 });
  await baize('member', 'set', '--name', name, '--draft', draft);
  await baize('root', 'propose', '--draft', draft, '--out', file);
  await baize('root', 'sign', file, '--key', join(paths.keys, 'root.key'), '--yes');
  await baize('root', 'publish', file);
  await publish({ paths, ...registry });
}

const alliancesIn = async (feed: string) =>
  (await readdir(join(feed, 'targets'))).filter((name) => name.endsWith('.alliance.json')).sort();

describe('after a ceremony', () => {
  it('the next release names the new alliance, and a browser takes it', async () => {
    const registry = await newRegistry();
    await rename(registry, 'Another name');
    const { alliance } = await openFeed(sourceOf(registry.paths.feed), new Date());
    expect(alliance.name.en).toBe('Another name');
  });

  it('every root and every alliance that one named stays in the feed', async () => {
    const registry = await newRegistry();
    const { feed } = registry.paths;
    const count = limits.keptReleases + 2;
    for (let i = 0; i < count; i += 1) await rename(registry, `Name ${i}`);
    expect(await alliancesIn(feed)).toHaveLength(count + 1);
    const roots = (await readdir(join(feed, 'metadata'))).filter((name) => name.endsWith('.root.json'));
    expect(roots).toHaveLength(count + 1);
    for (const name of roots) {
      const { signed } = JSON.parse(await readFile(join(feed, 'metadata', name), 'utf8'));
      expect(await alliancesIn(feed)).toContain(`${signed['x-baize-alliance']}.alliance.json`);
    }
  });

  it('a member without the registry reads the root in force from the feed, and no forged one', async () => {
    const registry = await newRegistry();
    await rename(registry, 'Another name');
    const { feed } = registry.paths;
    const nowhere = ['--data', join(await tempFolder(), 'none')];
    const status = await run(['root', 'status', '--json', '--feed', feed, ...nowhere]);
    const { rootBody } = (await inForce(registry.db))!;
    expect(JSON.parse(status.out)).toMatchObject({ version: 2 });
    const forged = JSON.parse(rootBody);
    forged.signed.version = 3;
    await writeFile(join(feed, 'metadata/3.root.json'), JSON.stringify(forged));
    const refused = await run(['root', 'status', '--feed', feed, ...nowhere]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('0 valid signatures');
  });

  it('one registry’s proposals do not fit another', async () => {
    const [one, other] = [await newRegistry(), await newRegistry()];
    const file = join(await tempFolder(), 'next.json');
    const at = ({ paths }: Registry) => ['--data', paths.data];
    expect(await run(['root', 'propose', '--out', file, ...at(one)])).toMatchObject({ code: 0 });
    const sign = ['root', 'sign', file, '--key', join(one.paths.keys, 'root.key'), '--yes'];
    expect((await run([...sign, ...at(other)])).err).toContain('follows another');
    expect(await run([...sign, ...at(one)])).toMatchObject({ code: 0 });
    expect((await run(['root', 'publish', file, ...at(other)])).err).toContain('not in force here');
  });
});
