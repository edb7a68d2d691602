import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say, useWorld } from './world.ts';

// attacks.md 34: a registry and all of its co-signers show some browsers another log.

const world = useWorld();
const folder = mkdtempSync(join(tmpdir(), 'baize-fork-'));
const other = hosts.neighbours[0];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same registry as it stands now, with the same keys: what it says from here on is another story. */
function fork(): Registry {
  cpSync(world.registry.data, folder, { recursive: true });
  return new Registry(folder, world.registry.port);
}

const lastChecked = async () => (await world.extension.ask('feeds.show', {}))[0]!;

describe('a log of the same length that says something else, signed by the same keys', () => {
  it('is refused: the list in force stays, and the badge tells', async () => {
    await until('the first look at the log', async () => (await world.extension.sync())[0]!.logged !== null);
    await world.registry.stop();
    const forked = fork();
    // Three votes and a release there, a vote and a release twice here: as many leaves.
    await world.registry.baize('vote', 'list', hosts.fresh, '--kind', 'ponzi_yield');
    await world.registry.baize('vote', 'list', 'third-list.test', '--kind', 'ponzi_yield');
    await world.registry.baize('vote', 'list', 'fourth-list.test', '--kind', 'ponzi_yield');
    await world.registry.baize('publish');
    await world.registry.serve();
    const [before] = await world.extension.sync();
    expect(before).toMatchObject({ error: null, evidence: [] });
    await world.registry.stop();
    for (const key of [other, 'fifth-list.test']) await forked.add({ key, kind: 'ponzi_yield' });
    await forked.serve();
    try {
      const [feed] = await world.extension.sync();
      expect(feed).toMatchObject({
        version: before!.version,
        error: { code: 'log' },
        evidence: [{ what: 'fork' }],
      });
    } finally {
      await forked.stop();
    }
    await expectStopped(world, world.tab, world.sites.url(hosts.fresh, '/here'), hosts.fresh);
    const url = world.sites.url(other, '/here');
    await expectOpened(world.tab, url, `Here is ${other}`);
    await until('the badge', async () => (await world.extension.badge(url)) === '!');
  });

  it('is told of in the settings, with both checkpoints to save', async () => {
    const { settings } = world.extension;
    await settings.open(await settings.url());
    await seen(settings, say('feed.evidence.fork'));
    await seen(settings, say('feed.evidence.save'));
    const text = await settings.run(async () => {
      const link = document.querySelector<HTMLAnchorElement>('a[download]')!;
      return (await fetch(link.href)).text();
    });
    const saved = JSON.parse(text);
    const [found] = saved.evidence;
    const sizes = [found.earlier, found.later].map((note: string) => note.split('\n')[1]);
    expect(sizes[0]).toBe(sizes[1]);
    expect(found.earlier).not.toBe(found.later);
    expect(found.later).toBe(readFileSync(join(folder, 'feed/log/checkpoint'), 'utf8'));
  });

  it('is forgotten when a person deletes it twice asked, and the list goes on', async () => {
    const { settings } = world.extension;
    await clickOn(settings, say('feed.evidence.delete'));
    await seen(settings, say('feed.evidence.delete.sure'));
    await clickOn(settings, say('feed.evidence.delete.yes'));
    await until('no evidence', async () => (await lastChecked()).evidence.length === 0);
    await until('none shown', async () => !(await settings.text()).includes(say('feed.evidence.fork')));
    expect(await settings.run(() => document.activeElement?.localName)).toBe('h3');
    await world.registry.serve();
    const [feed] = await world.extension.sync();
    expect(feed).toMatchObject({ error: null, evidence: [] });
  });
});
