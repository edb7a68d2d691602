import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { type PlainBrowser, type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { seen } from '../../scripts/lib/page.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { allHosts, hosts, listedAddresses } from './samples.ts';
import { say, useAround } from './world.ts';

declare const browser: { extension: { getBackgroundPage(): unknown } };

const around = useAround();
let extension: Extension<PlainTab>;
let tab: PlainTab;
/** Waits until the worker has gone to sleep of itself. */
let asleep: () => Promise<void>;
/** The same, but quickly. */
let ended: () => Promise<void>;

// Nothing is attached to the worker here: a driver that is keeps it awake.
async function startChromium(): Promise<PlainBrowser> {
  const chromium = await RawChromium.start(inject('ground').program, {
    packed: pack(inject('ground').extension),
  });
  afterAll(() => chromium.close());
  asleep = () => chromium.workerAsleep();
  ended = () => chromium.endWorker();
  return chromium;
}

async function startFirefox(): Promise<PlainBrowser> {
  const { program, extension: folder } = inject('ground');
  const preferences = { 'extensions.background.idle.timeout': 1_500 };
  const firefox = await launchFirefox(program, { extension: folder, hosts: allHosts, preferences });
  afterAll(() => firefox.close());
  asleep = async () => {
    const isAsleep = () => extension.settings.run(() => browser.extension.getBackgroundPage() === null);
    await until('the worker to sleep', isAsleep);
  };
  ended = asleep;
  return firefox;
}

let inside: PlainBrowser;
beforeAll(async () => {
  inside = await (inject('browser') === 'firefox' ? startFirefox : startChromium)();
  extension = await Extension.open(inside);
});
beforeEach(async () => {
  tab = await inside.newTab();
  return () => tab.close();
});

const url = (host: string, path = '/'): string => around.sites.url(host, path);
const badge = (of: string, text: string) =>
  until(`${text} on the badge`, async () => (await extension.badge(of)) === text);

/** What the popup shows. */
async function popup(of: string) {
  const { guard, verdict, addresses } = await extension.ask('tab.show', { tabId: await extension.tabId(of) });
  return { guard, verdict, listed: addresses.filter(({ finding }) => finding !== null).length };
}

it('sleeps of itself, and the next page has its badge all the same', async () => {
  await asleep();
  await tab.open(url(hosts.forum));
  await badge(url(hosts.forum), '3');
});

it.each([
  ['listed addresses', () => url(hosts.forum), { verdict: 'unlisted', listed: 3 }],
  [
    'listed addresses in a frame',
    () => url(hosts.ordinary, `/frame?to=${url(hosts.forum)}`),
    { verdict: 'unlisted', listed: 3 },
  ],
  ['a caution', () => url(hosts.caution), { verdict: 'caution', listed: 0 }],
])('sleeps, and badge and popup are right for the next page with %s', async (_, page, shown) => {
  for (let load = 0; load < 3; load += 1) {
    await ended();
    await tab.open(page());
    await badge(page(), String(shown.listed || 1));
    expect(await popup(page())).toEqual({ guard: 'there', ...shown });
    await tab.open(url(hosts.ordinary));
  }
});

it('sleeps, and knows what came late into a page, or into a frame of it, that stood open', async () => {
  const page = url(hosts.ordinary, `/frame?to=${url(hosts.ordinary, '/app')}`);
  await tab.open(page);
  await until('the page to be known', async () => (await popup(page)).guard === 'there');
  await ended();
  const show = (text: string) => {
    const inner = document.querySelector('iframe')!.contentWindow as unknown as { go(...to: string[]): void };
    inner.go('/app', text);
  };
  await tab.run(show, `Pay to ${listedAddresses.eip155}`);
  await badge(page, '1');
  await ended();
  await tab.run((text) => document.body.append(` or to ${text}`), listedAddresses.tron);
  await badge(page, '2');
  expect(await popup(page)).toEqual({ guard: 'there', verdict: 'unlisted', listed: 2 });
});

it('sleeps, and the popup of an ordinary page does not deny that it is looked at', async () => {
  await tab.open(url(hosts.ordinary));
  await until('the page to be known', async () => (await popup(url(hosts.ordinary))).guard === 'there');
  await ended();
  expect(await popup(url(hosts.ordinary))).toEqual({ guard: 'there', verdict: 'unlisted', listed: 0 });
});

it('sleeps, and the badge stays when a page removes its banner', async () => {
  await ended();
  await tab.open(url(hosts.forum));
  await badge(url(hosts.forum), '3');
  const hasBanner = () => tab.run(() => document.querySelector(':popover-open') !== null);
  await until('the banner', hasBanner);
  await until('no banner', async () => {
    await tab.run(() => {
      for (const each of document.querySelectorAll(':popover-open')) each.remove();
      document.body.append('.');
    });
    return !(await hasBanner());
  });
  await ended();
  expect(await extension.badge(url(hosts.forum))).toBe('3');
  expect((await popup(url(hosts.forum))).listed).toBe(3);
});

it('sleeps, and stops a page that stands open when the 24 hours of a choice are over', async () => {
  const page = url(hosts.listed, '/stays-open');
  const tabId = await extension.tabId(await extension.settings.url());
  await extension.ask('stop.proceed', { url: page, for: 'day', tabId });
  await tab.open(page);
  await seen(tab, `Here is ${hosts.listed}`);
  // A worker that had just begun writes over it.
  await until('a choice that ends soon', async () => {
    await ended();
    await extension.settings.run(endSoon);
    const [choice] = await extension.ask('proceed.list', {});
    return choice === undefined || Date.parse(choice.until) < Date.now() + 60_000;
  });
  await until('the stop page', async () => isStopPage(await tab.url()), 120_000);
  await seen(tab, say('kind.fake_platform'));
});

/** Runs in a page of the extension: the choices that are stored end in two seconds, and the worker's plan says so. */
async function endSoon(): Promise<void> {
  const until = Date.now() + 2_000;
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('baize');
    opening.onsuccess = () => resolve(opening.result);
  });
  const change = database.transaction('values', 'readwrite');
  const values = change.objectStore('values');
  const edit = (name: string, by: (value: never) => unknown) => {
    const asked = values.get(name);
    asked.onsuccess = () => values.put(by(asked.result as never), name);
  };
  edit('proceeds', (list: readonly object[]) => list.map((one) => ({ ...one, until })));
  edit('jobs', (plan: object) => ({ ...plan, proceeds: until }));
  await new Promise((resolve) => {
    change.oncomplete = resolve;
  });
  database.close();
}
