import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { pathList } from '../real-lists.ts';
import { documentedIp, hosts, longOddPath, longPaths, oddPath, signPath } from './samples.ts';
import { waysOf } from './ways.ts';
import { expectOpened, expectStopped, say, stopPageIn, useWorld } from './world.ts';

type Api = typeof import('wxt/browser').browser;
declare const chrome: Api;

const world = useWorld();
const kind = inject('browser');
const shared = (path: string, host: string = hosts.sharing) => world.sites.url(host, path);

describe.each(longPaths)('a listed path that no pattern can tell: %s', (path) => {
  it('is stopped before the request, in what is below it and whatever follows', async () => {
    for (const rest of ['', '/below', '?x=1', '#part', '/', '?x=1#part']) {
      await expectStopped(world, world.tab, shared(path + rest), hosts.sharing);
    }
    await expectStopped(world, world.tab, shared(path, 'www.hosting.test'), hosts.sharing);
    const named = `http://me:secret@${hosts.sharing}:${world.sites.port}${path}`;
    await expectStopped(world, world.tab, named, hosts.sharing);
  });

  it('leaves its neighbours alone', async () => {
    const neighbours = [
      shared(`${path}x`),
      shared(path.slice(0, -1)),
      shared(path.toUpperCase()),
      shared(`/other${path}`),
      shared(`/login?to=http://${hosts.sharing}${path}`),
      shared(`/login?to=http://${hosts.sharing}:8080${path}`),
      shared(`/other#${path}`),
      shared(path, 'deep.hosting.test'),
      shared(path, hosts.ordinary),
    ];
    for (const url of neighbours) await expectOpened(world.tab, url, 'Here is');
  });
});

describe('a listed path in another spelling', () => {
  it.each(['/caf%c3%a9/a;b', '/café/a;b', '//caf%C3%A9//a;b', '/caf%C3%A9/a;b/'])(
    'is stopped before the request: %s',
    (path) => expectStopped(world, world.tab, shared(path), hosts.sharing),
  );

  const inParts = (path: string) => path.replace(/[@:,]/g, encodeURIComponent);

  it.each([
    [
      'escapes in small letters',
      longOddPath.replace('%C3%A9', '%c3%a9').replace('%5B', '%5b').replace('%5D', '%5d'),
    ],
    ['what browsers leave as it is', decodeURIComponent(longOddPath)],
    ['escapes as programs write them', inParts(longOddPath)],
    ['escapes as programs write them, in a short path', inParts(signPath).replace('~', '%7E')],
    [
      'escapes in small letters, in a short path',
      inParts(signPath).replace('%3A', '%3a').replace('%2C', '%2c'),
    ],
    ['a per cent sign that begins no escape', signPath.replace('%25', '%')],
  ])('is stopped before the request: %s', (_, path) =>
    expectStopped(world, world.tab, shared(path), hosts.sharing),
  );

  it('is stopped, needlessly escaped too', async () => {
    await world.tab.open(shared('/c%61f%C3%A9/a%3Bb'));
    await stopPageIn(world.tab);
  });

  it('does not stand for its neighbours', async () => {
    await expectOpened(world.tab, shared(`${oddPath}c`), 'Here is');
    await expectOpened(world.tab, shared('/caf%C3%AA/a;b'), 'Here is');
    await expectOpened(world.tab, shared(signPath.replace('%25', '%2525')), 'Here is');
    await expectOpened(world.tab, shared(longOddPath.replace('%25', '%2525')), 'Here is');
  });
});

it('a listed address is stopped in its IPv6 forms', async () => {
  for (const form of ['[::ffff:203.0.113.7]', '[::ffff:cb00:7107]', '[64:ff9b::cb00:7107]']) {
    await expectStopped(world, world.tab, world.sites.url(form), documentedIp);
  }
});

describe('what an ordinary page loads from a listed site', () => {
  const pathsAsked = (host: string) =>
    world.sites.log.flatMap((line) => (line.startsWith(`${host} /`) ? line.slice(host.length + 2) : []));

  it('gets no request, by whatever way, and is told of on the page, in the popup and on the toolbar', async () => {
    const { sites, tab, extension } = world;
    const from = [hosts.other, hosts.late].map((host) => `from=http://${host}:${sites.port}`);
    const url = sites.url(hosts.ordinary, `/loading?kind=${kind}&${from.join('&')}`);
    sites.forget();
    await tab.open(url);
    // The ways to the other host stand after those to the listed one: they were all gone.
    const missing = () => waysOf(kind).filter((way) => !pathsAsked(hosts.late).includes(way));
    await until('everything from the host that is not listed', async () =>
      missing().length === 0 ? true : Promise.reject(new Error(`Missing: ${missing().join(', ')}.`)),
    );
    const tabId = await extension.tabId(url);
    await until('the banner', async () =>
      (await extension.shown(tabId))[0]?.banner.includes('A script from a listed site was kept out'),
    );
    const [{ banner } = { banner: '' }] = await extension.shown(tabId);
    expect(banner).toContain(hosts.other);
    expect(await extension.badge(url)).toBe('1');
    const popup = await extension.popup(url);
    await seen(popup, say('popup.cuts'));
    expect(await popup.text()).toContain(hosts.other);
    await popup.close();
    expect(pathsAsked(hosts.other)).toEqual([]);
  });

  it('is told of on a page that is drawn long after that', async () => {
    const { sites, extension, tab } = world;
    const url = sites.url(hosts.ordinary, `/slow-page?script=${sites.url(hosts.other, '/early.js')}`);
    await tab.open(url);
    const tabId = await extension.tabId(url);
    await until('the banner', async () =>
      (await extension.shown(tabId))[0]?.banner.includes('A script from a listed site was kept out'),
    );
  });
});

describe('a choice to continue', () => {
  const proceed = async (tab: Tab, url: string) => {
    await tab.open(url);
    await stopPageIn(tab);
    await clickOn(tab, say('stop.details'));
    await clickOn(tab, say('stop.proceed.day'));
    await seen(tab, 'Here is');
    expect(await tab.url()).toBe(url);
  };

  it('opens a long path and no other, and then another site with what it loads', async () => {
    const { sites, tab } = world;
    await proceed(tab, shared(longPaths[1]!));
    await expectStopped(world, tab, shared(longPaths[0]!), hosts.sharing);
    await proceed(tab, sites.url(hosts.other, '/'));
    const loading = (host: string) =>
      sites.url(hosts.other, `/loading?kind=${kind}&from=http://${host}:${sites.port}`);
    sites.forget();
    await tab.open(loading(hosts.other));
    await until('the site’s own script', async () => sites.log.includes(`${hosts.other} /script`));
    // What another listed host sends is still kept out.
    await tab.open(`${loading(hosts.listed)}&from=http://${hosts.other}:${sites.port}`);
    await until(
      'the site’s own worker',
      async () => sites.log.filter((line) => line.endsWith('/worker')).length > 1,
    );
    expect(sites.requestsTo(hosts.listed)).toBe(0);
    for (const { host } of await world.extension.ask('proceed.list', {})) {
      await world.extension.ask('proceed.undo', { host });
    }
  });
});

describe('the rules in the browser', () => {
  /** What the extension's own page does to the rules. */
  const spoil = (how: 'once' | 'always' | 'never') =>
    world.extension.settings.run(async (wanted) => {
      const own = (globalThis as unknown as { browser?: Api }).browser ?? chrome;
      const place = globalThis as unknown as { isSpoiling?: boolean };
      const remove = () => own.declarativeNetRequest.updateDynamicRules({ removeRuleIds: [1, 2, 6] });
      // No timer: a tab that is not shown has slow ones.
      const goOn = async () => {
        while (place.isSpoiling) await remove();
      };
      place.isSpoiling = wanted === 'always';
      if (wanted !== 'never') await remove();
      void goOn();
    }, how);
  const state = () => world.extension.ask('gate.show', {});
  const troubles = () => world.extension.ask('troubles.show', {});

  it('are read back, and only then said to be what the list asks for', async () => {
    await world.extension.sync();
    expect(await state()).toMatchObject({ isAsListed: true, left: 0 });
    expect((await state()).read).not.toBeNull();
    expect(await troubles()).toEqual([]);
  });

  it('are set anew when they are found to be others', async () => {
    await spoil('once');
    await world.extension.sync();
    expect(await troubles()).toEqual([]);
    await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
  });

  it('are an alarm while they stay others, on the toolbar, in the popup and in the settings', async () => {
    const url = world.sites.url(hosts.ordinary, '/alarm');
    await world.tab.open(url);
    await spoil('always');
    await world.extension.sync();
    await spoil('never');
    expect(await troubles()).toContain('gate');
    await until('the badge', async () => (await world.extension.badge(url)) === '!');
    const popup = await world.extension.popup(url);
    await seen(popup, say('trouble.gate'));
    await popup.close();
    const settings = await world.browser.newTab();
    await settings.open(`${world.browser.extension}options.html`);
    await seen(settings, say('gate.wrong'));
    await seen(settings, say('trouble.gate.text'));
    await settings.close();
    await world.extension.sync();
    expect(await troubles()).toEqual([]);
    await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
  });

  it('take the paths of a real list, and lose no name to them', { timeout: 240_000 }, async () => {
    const file = join(world.registry.data, 'paths.txt');
    writeFileSync(file, `${pathList().join('\n')}\n`);
    await world.registry.baize('import', file, '--kind', 'phishing', '--skip-bad');
    await world.registry.add({ key: hosts.fresh, kind: 'phishing' });
    await until('the release', async () => (await world.extension.sync())[0]!.entries > 100);
    expect(await state()).toMatchObject({ isAsListed: true, left: 0 });
    expect(await troubles()).toEqual([]);
    for (const host of [hosts.listed, hosts.fresh]) {
      await expectStopped(world, world.tab, world.sites.url(host), host);
    }
  });
});
