import { beforeEach, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { hosts, listedAddresses, ordinaryAddresses } from './samples.ts';
import { expectOpened, expectStopped, useWorld } from './world.ts';

const world = useWorld();
let tab: Tab;

beforeEach(async () => {
  tab = await world.browser.newTab();
  return () => tab.close().catch(() => undefined);
});

/** How many places of the page are marked. */
const marks = (): number => {
  const sets = [...CSS.highlights.values()];
  return sets.reduce((sum, set) => sum + set.size, 0);
};
/** The marked texts. */
const marked = (): string[] => [...CSS.highlights.values()].flatMap((set) => [...set].map(String)).sort();
/** Whether something lies over the page, in the top layer, that the page's own markup does not hold. */
const hasBanner = (): boolean =>
  [...document.documentElement.children].some(
    (each) => each.matches(':popover-open') && each.getBoundingClientRect().height > 0,
  );

const banner = (on: Tab) => until('the banner', () => on.run(hasBanner));
const addresses = Object.values(listedAddresses).sort();

describe('a site with a caution', () => {
  it('is opened, with a banner and a badge', async () => {
    const url = world.sites.url(hosts.caution);
    await expectOpened(tab, url, 'Invite three friends');
    await banner(tab);
    await until('the badge', () => world.extension.badge(url));
  });
});

describe('listed addresses on an ordinary page', () => {
  it('are marked, with a banner and a badge; others are not', async () => {
    const url = world.sites.url(hosts.forum);
    await tab.open(url);
    await until('the marks', async () => (await tab.run(marks)) === 3);
    expect(await tab.run(marked)).toEqual(addresses);
    await banner(tab);
    await until('the badge', () => world.extension.badge(url));
  });

  it('are marked when they come late', async () => {
    await tab.open(world.sites.url(hosts.late));
    expect(await tab.run(hasBanner)).toBe(false);
    await until('the mark', async () => (await tab.run(marks)) === 1);
    await banner(tab);
  });

  it('are marked, and unmarked, as a single-page site goes on', async () => {
    await tab.open(world.sites.url(hosts.ordinary, '/app'));
    const go = ([path, text]: readonly [string, string]) =>
      (window as unknown as { go(path: string, text: string): void }).go(path, text);
    await tab.run(go, ['/app/pay', `Send it to ${listedAddresses.eip155.toLowerCase()} today`] as const);
    await until('the mark', async () => (await tab.run(marks)) === 1);
    await banner(tab);
    await tab.run(go, ['/app/done', 'Thank you'] as const);
    await until('no banner', async () => !(await tab.run(hasBanner)));
    expect(await tab.run(marks)).toBe(0);
  });

  it('keep their banner when the page removes it, but not for ever', async () => {
    await tab.open(world.sites.url(hosts.forum));
    await banner(tab);
    const remove = () => {
      for (const each of document.documentElement.querySelectorAll(':popover-open')) each.remove();
      document.body.append('.');
    };
    await tab.run(remove);
    await banner(tab);
    for (let i = 0; i < 5; i += 1) {
      await tab.run(remove);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await tab.run(hasBanner)).toBe(false);
    expect(await world.extension.badge(world.sites.url(hosts.forum))).not.toBe('');
  });
});

describe('a listed path that a single-page site goes to', () => {
  it('is stopped', async () => {
    await tab.open(world.sites.url(hosts.sharing, '/app'));
    await tab.run(() => history.pushState(null, '', '/users/lucky'));
    await until('the stop page', async () => (await tab.url()).includes('/stop.html'));
  });
});

describe('an ordinary page', () => {
  it('shows no trace of the extension', async () => {
    const url = world.sites.url(hosts.ordinary);
    await expectOpened(tab, url, 'coffee');
    // Its address is looked at, and found not to be listed.
    await until('the address', async () => {
      const shown = await world.extension.ask('tab.show', { tabId: await world.extension.tabId(url) });
      return shown.addresses.some(({ key }) => key.endsWith(ordinaryAddresses.eip155.toLowerCase()));
    });
    const trace = await tab.run(() => ({
      highlights: CSS.highlights.size,
      sheets: document.adoptedStyleSheets.length,
      elements: [...document.documentElement.children].map(({ tagName }) => tagName),
      globals: Object.keys(window).filter((name) => /baize|browser|polyfill|wxt/i.test(name)),
    }));
    expect(trace).toEqual({ highlights: 0, sheets: 0, elements: ['HEAD', 'BODY'], globals: [] });
    expect(await world.extension.badge(url)).toBe('');
  });

  it('can not ask for a file of the extension', async () => {
    await expectOpened(tab, world.sites.url(hosts.ordinary), 'coffee');
    const files = [
      'stop.html',
      'manifest.json',
      'icon/128.png',
      'guard.js',
      'warning.js',
      'pictures.js',
      'feeds/index.json',
    ];
    const answered = await tab.run(
      (addresses) =>
        Promise.all(
          addresses.map((address) =>
            fetch(address).then(
              () => address,
              () => null,
            ),
          ),
        ),
      files.map((file) => world.browser.extension + file),
    );
    const open = answered.filter((address) => address !== null);
    // Firefox gives every profile an address of its own, which no page can know.
    const known = world.browser.kind === 'firefox' ? [`${world.browser.extension}stop.html`] : [];
    expect(open.filter((address) => !known.includes(address))).toEqual([]);
  });

  it('can not speak for the extension', async () => {
    await expectOpened(tab, world.sites.url(hosts.ordinary), 'coffee');
    const url = world.sites.url(hosts.listed);
    await tab.run((address) => {
      const forged = [
        { baize: 'stop.proceed', request: { url: address, for: 'day', tabId: 1 } },
        { baize: 'settings.change', request: { language: 'zh-CN' } },
        'baize.listChanged',
      ];
      for (const message of forged) {
        window.postMessage(message, '*');
        for (const type of ['baize', 'message', 'baize.message']) {
          window.dispatchEvent(new CustomEvent(type, { detail: message }));
          document.dispatchEvent(new CustomEvent(type, { detail: message }));
        }
      }
    }, url);
    expect(await world.extension.ask('proceed.list', {})).toEqual([]);
    expect((await world.extension.ask('settings.show', {})).language).not.toBe('zh-CN');
    await expectStopped(world, tab, url, hosts.listed);
  });

  it('has no way to send the extension a message', async () => {
    await expectOpened(tab, world.sites.url(hosts.ordinary), 'coffee');
    const ways = await tab.run(() => {
      const global = globalThis as { chrome?: { runtime?: object }; browser?: { runtime?: object } };
      return [global.chrome?.runtime, global.browser?.runtime].filter(Boolean).length;
    });
    expect(ways).toBe(0);
  });
});
