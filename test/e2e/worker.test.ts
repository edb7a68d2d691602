import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { seen } from '../../scripts/lib/page.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { hosts } from './samples.ts';
import { say, useAround } from './world.ts';

// Nothing is attached to the worker here: a driver that is keeps it awake.
describe.runIf(inject('browser') === 'chromium')('the worker', () => {
  const around = useAround();
  let browser: RawChromium;

  beforeAll(async () => {
    const { extension, program } = inject('ground');
    browser = await RawChromium.start(program, { packed: pack(extension) });
  });
  afterAll(() => browser.close());

  it('sleeps, and the next page gets its badge all the same', async () => {
    const extension = await Extension.open(browser);
    await browser.workerAsleep();
    const url = around.sites.url(hosts.forum, '/');
    await browser.open(url);
    await until('a badge', async () => (await extension.badge(url)) === '3');
    expect(await browser.worker()).not.toBeNull();
  });

  it('stops a page that stands open when the 24 hours of a choice are over', async () => {
    const extension = await Extension.open(browser);
    const url = around.sites.url(hosts.listed, '/stays-open');
    await extension.ask('stop.proceed', {
      url,
      for: 'day',
      tabId: await extension.tabId(await extension.settings.url()),
    });
    const tab = await browser.newTab();
    await tab.open(url);
    await seen(tab, `Here is ${hosts.listed}`);
    await browser.endWorker();
    await extension.settings.run(endSoon);
    await extension.ask('proceed.list', {});
    await until('the stop page', async () => isStopPage(await tab.url()), 120_000);
    await seen(tab, say('kind.fake_platform'));
  });
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
