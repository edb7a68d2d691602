import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlainTab } from '../../scripts/lib/browser.ts';
import { until } from '../../scripts/lib/browser.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { hosts } from './samples.ts';
import { say, useAround } from './world.ts';

declare const chrome: typeof import('wxt/browser').browser;

const year = 365 * 86_400_000;

// A worker's clock and connection can be changed only where one can attach to it.
describe.runIf(inject('browser') === 'chromium')('a look for a new list', () => {
  const around = useAround();
  let browser: RawChromium;
  let extension: Extension<PlainTab>;

  beforeAll(async () => {
    const { extension: folder, program } = inject('ground');
    browser = await RawChromium.start(program, { packed: pack(folder) });
    extension = await Extension.open(browser);
    await extension.sync();
  });
  afterAll(() => browser.close());

  /** Attaches to the worker, which lives on for as long. */
  const worker = async () => browser.attach((await browser.worker())!.targetId);

  /** Moves the worker's clock. */
  async function setClock(ahead: number): Promise<void> {
    const send = await worker();
    const expression = `
      globalThis.RightDate ??= Date;
      globalThis.Date = class extends RightDate {
        constructor(...parts) { parts.length === 0 ? super(RightDate.now() + ${ahead}) : super(...parts); }
        static now() { return RightDate.now() + ${ahead}; }
      };`;
    await send('Runtime.evaluate', { expression });
  }

  async function publish(host: string): Promise<number> {
    await around.registry.add({ key: host, kind: 'ponzi_yield' });
    await around.registry.baize('publish');
    return around.registry.version();
  }

  /** Waits until the browser says, where people look, that the clock is wrong. */
  async function expectSaid(): Promise<void> {
    await extension.settings.open(`${browser.extension}options.html`);
    await until('the settings say it', async () =>
      (await extension.settings.text()).includes(say('trouble.clock')),
    );
    expect(await extension.ask('troubles.show', {})).toEqual(['clock']);
    const title = () => chrome.action.getTitle({});
    expect(await extension.settings.run(title)).toBe(say('badge.trouble.clock'));
  }

  it('is made as soon as the connection is back', async () => {
    const send = await worker();
    await send('Network.enable');
    const speed = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await send('Network.emulateNetworkConditions', { offline: true, ...speed });
    const version = await publish('while-offline.test');
    expect((await extension.sync())[0]).toMatchObject({ error: { code: 'network' } });
    await send('Network.emulateNetworkConditions', { offline: false, ...speed });
    const now = async () => (await extension.ask('feeds.show', {}))[0]!;
    await until('the list, unasked', async () => (await now()).version === version);
    expect(await now()).toMatchObject({ error: null });
  });

  it('by a clock that is a year behind gets what is newly listed, and the clock is said to be wrong', async () => {
    await setClock(-year);
    const version = await publish('behind-the-clock.test');
    expect((await extension.sync())[0]).toMatchObject({ version, error: null, isClockWrong: true });
    await expectSaid();
    await setClock(0);
    expect((await extension.sync())[0]).toMatchObject({ isClockWrong: false });
    expect(await extension.ask('troubles.show', {})).toEqual([]);
  });

  it('by a clock that is a year ahead for one session is refused; the clock is said to be wrong, and nothing of it stays', async () => {
    await setClock(year);
    expect((await extension.sync())[0]).toMatchObject({ error: { code: 'expired' }, isClockWrong: true });
    await expectSaid();
    const tabId = await extension.tabId(`${browser.extension}options.html`);
    const url = around.sites.url(hosts.listed, '/');
    await extension.ask('stop.proceed', { url, for: 'day', tabId });
    expect(await extension.ask('proceed.list', {})).toHaveLength(1);
    const version = await publish('after-the-clock.test');
    await browser.restart();
    extension = await Extension.open(browser);
    expect(await extension.ask('proceed.list', {})).toEqual([]);
    await until(
      'the list, unasked',
      async () => (await extension.ask('feeds.show', {}))[0]!.version === version,
    );
    expect(await extension.ask('troubles.show', {})).toEqual([]);
  });
});
