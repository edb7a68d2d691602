import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { hosts } from './samples.ts';
import { useAround } from './world.ts';

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
});
