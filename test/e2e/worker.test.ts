import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { seen } from '../../scripts/lib/page.ts';
import type { RawBrowser } from '../../scripts/lib/raw-browser.ts';
import { startRaw } from './raw.ts';
import { hosts, listedAddresses } from './samples.ts';
import { say, useAround } from './world.ts';

type WebExtension = typeof import('wxt/browser').browser;
declare const browser: WebExtension | undefined;
declare const chrome: WebExtension;

const around = useAround();
let inside: RawBrowser;
let extension: Extension<PlainTab>;
let tab: PlainTab;

// Nothing is attached to the worker here: a driver that is keeps it awake.
beforeAll(async () => {
  inside = await startRaw({ firefox: { 'extensions.background.idle.timeout': 5_000 } });
  extension = await Extension.open(inside);
});
afterAll(() => inside.close());
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
  await inside.workerAsleep();
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
    await inside.endWorker();
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
  await inside.endWorker();
  const show = (text: string) => {
    const inner = document.querySelector('iframe')!.contentWindow as unknown as { go(...to: string[]): void };
    inner.go('/app', text);
  };
  await tab.run(show, `Pay to ${listedAddresses.eip155}`);
  await badge(page, '1');
  await inside.endWorker();
  await tab.run((text) => document.body.append(` or to ${text}`), listedAddresses.tron);
  await badge(page, '2');
  expect(await popup(page)).toEqual({ guard: 'there', verdict: 'unlisted', listed: 2 });
});

it('sleeps, and the popup of an ordinary page does not deny that it is looked at', async () => {
  await tab.open(url(hosts.ordinary));
  await until('the page to be known', async () => (await popup(url(hosts.ordinary))).guard === 'there');
  await inside.endWorker();
  expect(await popup(url(hosts.ordinary))).toEqual({ guard: 'there', verdict: 'unlisted', listed: 0 });
});

it('sleeps, and the badge stays when a page removes its banner', async () => {
  await inside.endWorker();
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
  await inside.endWorker();
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
    await inside.endWorker();
    await extension.settings.run(endSoon);
    const [choice] = await extension.ask('proceed.list', {});
    return choice === undefined || Date.parse(choice.until) < Date.now() + 60_000;
  });
  await inside.endWorker();
  await until('the stop page', async () => isStopPage(await tab.url()), 120_000);
  await seen(tab, say('kind.fake_platform'));
});

/** Runs in a page of the extension: the choices that are stored end in two seconds, and the worker's plan and alarm say so. */
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
  await (typeof browser === 'undefined' ? chrome : browser).alarms.create('jobs', { when: until });
}
