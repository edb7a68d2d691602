import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/registry/app.ts';
import { healthOf } from '../../src/registry/health.ts';
import { createMetrics } from '../../src/registry/metrics.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { listEntries } from './votes.ts';
import { entry, newRegistry, run, tempFolder } from './workspace.ts';

const hour = 3_600_000;

/** Puts a root in force that lives for so many days. */
async function shortRoot({ paths }: Registry, days: number): Promise<void> {
  const file = join(await tempFolder(), 'next.json');
  const baize = async (...args: string[]) =>
    expect(await run([...args, '--data', paths.data])).toMatchObject({ code: 0 });
  await baize('root', 'propose', '--days', String(days), '--out', file);
  await baize('root', 'sign', file, '--key', join(paths.keys, 'root.key'), '--yes');
  await baize('root', 'publish', file);
}

async function ask(registry: Registry, path: string) {
  const response = await createApp(registry).request(path);
  return { status: response.status, text: await response.text() };
}

/** The value of a measure, as Prometheus reads it. */
function measured(text: string, name: string): number {
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
}

describe('/healthz', () => {
  it('tells what is in force and when it ends', async () => {
    const registry = await newRegistry();
    const { status, text } = await ask(registry, '/healthz');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      ...{ ok: true, root: { version: 1 }, release: { version: 1, entries: 0 }, pending: 0, warnings: [] },
    });
  });

  it('warns 60 days before a root expires, and when a release was not renewed', async () => {
    const registry = await newRegistry();
    await shortRoot(registry, 61);
    expect((await healthOf(registry.db, new Date())).warnings).toEqual([]);
    await shortRoot(registry, 59);
    const [warning] = (await healthOf(registry.db, new Date())).warnings;
    expect(warning).toMatch(/^Root 3 expires in 58 days: .*baize root propose/);
    expect((await run(['status', '--data', registry.paths.data])).out).toContain(`Warning   ${warning}`);
    const later = (hours: number) => healthOf(registry.db, new Date(Date.now() + hours * hour));
    expect((await later(17)).warnings).toHaveLength(1);
    expect((await later(19)).warnings[1]).toMatch(/release 1 expire in \d hours .* co-signers/);
    expect((await later(25)).warnings[1]).toContain('expired');
    expect((await later(24 * 70)).warnings[0]).toContain('expired 11 days ago');
  });
});

describe('a root of an alliance of one', () => {
  it('is renewed by itself at half its life, as long as its key lies unsealed with the others', async () => {
    const registry = await newRegistry();
    await shortRoot(registry, 100);
    await publish(registry);
    expect((await healthOf(registry.db, new Date())).root.version).toBe(3);
    await shortRoot(registry, 100);
    const away = join(await tempFolder(), 'safe');
    await mkdir(away);
    await rename(join(registry.paths.keys, 'root.key'), join(away, 'root.key'));
    await publish(registry);
    expect((await healthOf(registry.db, new Date())).root.version).toBe(4);
  });
});

describe('/metrics', () => {
  it('says the same to Prometheus', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test'), entry('b.test')]);
    const text = await createMetrics(registry).text();
    expect(measured(text, 'baize_entries')).toBe(0);
    expect(measured(text, 'baize_pending_votes')).toBe(2);
    expect(measured(text, 'baize_warnings')).toBe(0);
    expect(measured(text, 'baize_metadata_version{role="root"}')).toBe(1);
    const { root } = await healthOf(registry.db, new Date());
    expect(measured(text, 'baize_metadata_expires_seconds{role="root"}')).toBe(
      Date.parse(root.expires) / 1_000,
    );
    expect(measured(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});
