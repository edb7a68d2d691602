import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { seen } from '../../scripts/lib/page.ts';
import type { RawBrowser } from '../../scripts/lib/raw-browser.ts';
import { startRaw } from './raw.ts';
import { hosts, listedAddresses } from './samples.ts';
import { expectOpened, expectStopped, say, useAround } from './world.ts';

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

/** Does something to the rules of choices, behind the worker's back: once, or again and again until it is called off. */
const spoil = (how: 'nothing' | 'remove' | 'add', again = false) =>
  extension.settings.run(spoilRules, { how, again, host: hosts.other });

it('sleeps, and finds rules that let through what nobody chose: they go, or are an alarm', async () => {
  const tabId = await extension.tabId(await extension.settings.url());
  const chosen = url(hosts.listed, '/chosen');
  await extension.ask('stop.proceed', { url: chosen, for: 'day', tabId });
  await spoil('remove');
  await spoil('add');
  await inside.endWorker();
  const troubles = () => extension.ask('troubles.show', {});
  expect(await troubles()).toEqual([]);
  await expectStopped(around, tab, url(hosts.other), hosts.other);
  await expectOpened(tab, chosen, `Here is ${hosts.listed}`);
  await spoil('add', true);
  // What is put in again may come too late for the worker's look after its own change.
  await until('the alarm', async () => {
    await inside.endWorker();
    const { isAsListed } = await extension.ask('gate.show', {});
    return !isAsListed && (await troubles()).includes('gate');
  });
  await spoil('nothing');
  await inside.endWorker();
  await until('its end', async () => (await troubles()).length === 0);
  await expectStopped(around, tab, url(hosts.other), hosts.other);
});

it('says when the browser does not take a choice, and does not list it', async () => {
  const other = url(hosts.other, '/refused');
  const tabId = await extension.tabId(await extension.settings.url());
  await spoil('remove', true);
  const refused = async () => {
    // A choice whose rules went after the worker's look at them was made.
    await extension.ask('proceed.undo', { host: hosts.other });
    const choice = extension.ask('stop.proceed', { url: other, for: 'day', tabId });
    return choice.then(
      () => false,
      (error) => String(error).includes('missing: '),
    );
  };
  await until('the refusal', refused);
  await spoil('nothing');
  const open = await extension.ask('proceed.list', {});
  expect(open.map(({ host }) => host)).not.toContain(hosts.other);
  await expectStopped(around, tab, other, hosts.other);
  for (const { host } of open) await extension.ask('proceed.undo', { host });
});

/** Runs in a page of the extension. */
async function spoilRules({
  how,
  again,
  host,
}: {
  how: string;
  again: boolean;
  host: string;
}): Promise<void> {
  const { declarativeNetRequest } = typeof browser === 'undefined' ? chrome : browser;
  const place = globalThis as unknown as { isSpoiling?: boolean };
  const removeRuleIds = how === 'add' ? [9_999] : [1, 2, 3, 4, 5, 6];
  const condition = { requestDomains: [host], resourceTypes: ['main_frame'] };
  const addRules = how === 'add' ? [{ id: 9_999, priority: 7, action: { type: 'allow' }, condition }] : [];
  const change = () => declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules } as never);
  place.isSpoiling = again;
  if (how !== 'nothing') await change();
  // No timer: a tab that is not shown has slow ones. Several at once: one comes between two calls of the worker.
  const goOn = async () => {
    while (place.isSpoiling) await change();
  };
  for (let i = 0; i < 10; i += 1) void goOn();
}

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
