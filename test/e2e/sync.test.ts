import { readdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { words } from '../../src/extension/words.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say, stopPageIn, useWorld } from './world.ts';

const world = useWorld();
const updated = new RegExp(`${say('feed.age')}\\s+(just now|\\d+ minutes? ago)`);
const fresh = () => world.sites.url(hosts.fresh, '/here');

/** Publishes what is pending and has the browser look for it. */
async function publishAndSync(): Promise<void> {
  await world.registry.baize('publish');
  const version = await world.registry.version();
  await until('the new release', async () => (await world.extension.sync())[0]!.version >= version);
}

/** Has a tab go to a page that is never drawn, and waits until it has asked for its verdict. */
async function begin(tab: Tab, url: string): Promise<void> {
  await tab.run((to) => {
    location.href = to;
  }, url);
  const tabId = await world.extension.tabId(url);
  await until('the question', async () => {
    const { guard } = await world.extension.ask('tab.show', { tabId });
    return guard === 'there';
  });
}

describe('a new release', () => {
  it('reaches the browser and stops a new site', async () => {
    await expectOpened(world.tab, fresh(), `Here is ${hosts.fresh}`);
    await world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    await publishAndSync();
    await expectStopped(world, world.tab, fresh(), hosts.fresh);
  });

  it('stops a page that is open, and one that is gone back to', async () => {
    const { tab, sites, registry } = world;
    const host = 'profit.test';
    const other = await world.browser.newTab();
    await expectOpened(other, sites.url(host, '/opened'), `Here is ${host}`);
    await expectOpened(tab, sites.url(host, '/before'), `Here is ${host}`);
    await expectOpened(tab, sites.url(hosts.ordinary), 'coffee');
    await registry.add({ key: host, kind: 'ponzi_yield' });
    await publishAndSync();
    sites.forget();
    await stopPageIn(other);
    await tab.run(() => history.back());
    await stopPageIn(tab);
    expect(sites.requestsTo(host)).toBe(0);
    await other.close();
  });

  it('stops a page whose guard has not begun yet, and warns of one', async () => {
    const { tab, sites, registry } = world;
    const [host, warned] = ['notquick-profit.test', 'quick-profits.test'];
    const other = await world.browser.newTab();
    await registry.add({ key: host, kind: 'ponzi_yield' });
    await registry.add({ key: warned, kind: 'ponzi_yield', caution: true });
    await registry.baize('publish');
    await begin(tab, sites.url(host, '/waiting'));
    await begin(other, sites.url(warned, '/waiting'));
    await world.extension.sync();
    await stopPageIn(tab);
    const badge = () => world.extension.badge(sites.url(warned, '/waiting'));
    await until('the badge', async () => (await badge()) === '1');
    await other.close();
  });

  it('stops a site whose service worker needs no network any more', async () => {
    const { tab, sites, registry } = world;
    const host = hosts.worker;
    await expectOpened(tab, sites.url(host, '/worker'), 'The worker is there');
    await expectOpened(tab, sites.url(host, '/any'), 'Here is the worker');
    await registry.add({ key: host, kind: 'ponzi_yield' });
    await publishAndSync();
    sites.forget();
    await tab.open(sites.url(host, '/any'));
    await stopPageIn(tab);
    // A second after the visit before it was listed, Firefox looks for a newer script of the worker (measured).
    const asked = sites.log.filter((line) => line.startsWith(host) && line !== `${host} /worker.js`);
    expect(asked).toEqual([]);
  });

  it('lets a removed site through again', async () => {
    await world.registry.baize('remove', hosts.fresh);
    await publishAndSync();
    await expectOpened(world.tab, fresh(), `Here is ${hosts.fresh}`);
  });

  it('comes as a small delta, not as the whole list', async () => {
    await world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    const before = (await world.extension.ask('feeds.show', {}))[0]!.version;
    await world.registry.baize('publish');
    // Without the whole list there, only a delta can bring the release.
    const targets = `${world.registry.data}/feed/targets/`;
    for (const name of readdirSync(targets)) if (name.endsWith('.list.txt.gz')) rmSync(targets + name);
    const [feed] = await world.extension.sync();
    expect(feed).toMatchObject({ version: before + 1, source: 'synced', error: null });
    await expectStopped(world, world.tab, fresh(), hosts.fresh);
  });
});

describe('a choice to continue', () => {
  it('that is taken back stops a page whose guard has not begun yet', async () => {
    const { tab, sites, extension } = world;
    const url = sites.url(hosts.listed, '/waiting');
    await extension.ask('stop.proceed', { url, for: 'day', tabId: await extension.tabId(await tab.url()) });
    await begin(tab, url);
    await extension.ask('proceed.undo', { host: hosts.listed });
    await stopPageIn(tab);
  });
});

describe('the settings', () => {
  it('show the feed, its age and its signers, and look for a new list', async () => {
    const { settings } = world.extension;
    await settings.open(await settings.url());
    await seen(settings, 'Sample Alliance');
    await clickOn(settings, say('options.feeds.check'));
    await seen(settings, say('options.feeds.checked'));
    const text = await settings.text();
    expect(text).toContain(world.registry.feed);
    expect(text).toMatch(updated);
    expect(text).toContain(say('feed.source.synced'));
  });

  it('switch the language of every page', async () => {
    const { extension, tab, sites } = world;
    const { settings } = extension;
    await settings.show();
    await settings.run(() => {
      const choice = document.querySelector('select')!;
      choice.value = 'zh-CN';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await seen(settings, words('zh-CN')('options.title'));
    await expectStopped(world, tab, sites.url(hosts.listed), hosts.listed);
    await seen(tab, words('zh-CN')('stop.back'));
    expect(await tab.run(() => document.documentElement.lang)).toBe('zh-CN');
    await extension.ask('settings.change', { language: 'en' });
  });
});
