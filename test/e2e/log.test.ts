import { copyFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { seen } from '../../scripts/lib/page.ts';
import { feedFiles } from '../../src/core/feed.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say, useWorld } from './world.ts';

const world = useWorld();
const proofOf = (version: number) => `${world.registry.data}/feed/${feedFiles.proof(version)}`;
const shown = async () => (await world.extension.ask('feeds.show', {}))[0]!;

describe('a release that by its proof is not in the log', () => {
  it('is not taken: what is listed stays stopped, what it adds is not', async () => {
    await until('the first look at the log', async () => (await world.extension.sync())[0]!.logged !== null);
    const { version } = await shown();
    await world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    await world.registry.baize('publish');
    copyFileSync(proofOf(version + 1), `${proofOf(version + 1)}.true`);
    copyFileSync(proofOf(version), proofOf(version + 1));
    const [feed] = await world.extension.sync();
    expect(feed).toMatchObject({ version, error: { code: 'log' }, evidence: [{ what: 'unlogged' }] });
    await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
    await expectOpened(world.tab, world.sites.url(hosts.fresh, '/here'), `Here is ${hosts.fresh}`);
  });

  it('is told of in the settings, with what shows it', async () => {
    const { settings } = world.extension;
    await settings.open(await settings.url());
    await seen(settings, say('error.log'));
    await seen(settings, say('feed.evidence.unlogged'));
    await seen(settings, say('feed.evidence.save'));
  });

  it('is taken once its proof is there, and what was found stays', async () => {
    const { version } = await shown();
    copyFileSync(`${proofOf(version + 1)}.true`, proofOf(version + 1));
    rmSync(`${proofOf(version + 1)}.true`);
    const [feed] = await world.extension.sync();
    expect(feed).toMatchObject({ version: version + 1, error: null, evidence: [{ what: 'unlogged' }] });
    await expectStopped(world, world.tab, world.sites.url(hosts.fresh, '/here'), hosts.fresh);
  });
});
