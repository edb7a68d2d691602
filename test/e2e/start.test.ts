import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { clickOn } from '../../scripts/lib/page.ts';
import { RawChromium, type Target } from '../../scripts/lib/raw-chromium.ts';
import { hosts, listedAddresses, listedPath } from './samples.ts';
import { useAround, say as words } from './world.ts';

// Nothing is attached to the worker here: a driver that is keeps it awake. The extension stands in the profile as a store
// puts it there: one of the command line is loaded later, with the browser open already.
describe.runIf(inject('browser') === 'chromium')('through the life of a browser', () => {
  const around = useAround();
  let browser: RawChromium;
  let extension: Extension<PlainTab>;
  const listed = () => around.sites.url(hosts.listed, '/watched');
  const open = async (url: string) => {
    const tab = await browser.newTab();
    await tab.open(url);
    return tab;
  };

  beforeAll(async () => {
    const { extension: folder, program } = inject('ground');
    // The first page of a new profile: the extension is there and has never run.
    browser = await RawChromium.start(program, { packed: pack(folder), url: listed() });
  });
  afterAll(() => browser.close());

  const expectNeverShown = async () => {
    const isStop = (target: Target) => isStopPage(target.url) && target.url.endsWith(`#${listed()}`);
    await until('the stop page', async () => (await browser.targets()).some(isStop));
    // Chromium opens the first page of a start before it has read its rules.
    expect(around.sites.log.filter((line) => line === `${hosts.listed} /watched`).length).toBeLessThan(2);
    expect(around.sites.log).not.toContain(`${hosts.listed} /seen`);
  };

  it('a listed site that a new browser is started with is never shown', async () => {
    await expectNeverShown();
    await Extension.open(browser);
  });

  it('nor one that a browser is started with later', async () => {
    around.sites.forget();
    await browser.restart({ url: listed() });
    await expectNeverShown();
  });

  it('any other page that the browser is started with is shown', async () => {
    around.sites.forget();
    await browser.restart({ url: around.sites.url(hosts.ordinary, '/watched') });
    await until('the page', async () => around.sites.log.includes(`${hosts.ordinary} /seen`));
  });

  const changes = {
    'was updated': (id: string) => chrome.developerPrivate.reload(id, { failQuietly: true }),
    'was switched off and on': async (id: string) => {
      await chrome.management.setEnabled(id, false);
      await chrome.management.setEnabled(id, true);
    },
  };

  describe.each(Object.entries(changes))('a page that was open when the extension %s', (what, change) => {
    const chatUrl = () => around.sites.url(hosts.ordinary, `/app/${encodeURIComponent(what)}`);
    let chat: PlainTab;
    let app: PlainTab;

    beforeAll(async () => {
      extension = await Extension.open(browser);
      chat = await open(chatUrl());
      await chat.run(say, listedAddresses.bitcoin);
      await until('a banner', () => chat.run(banners));
      app = await open(around.sites.url(hosts.sharing, '/app'));
      await chat.show();
      const popup = await extension.popup(chatUrl());
      await clickOn(popup, words('report.title'));
      await popup.click(noteField);
      await popup.type(`Half of what is to be said (${what})`);
      await until('the preview', () => popup.run(isPreviewed));
      const page = await browser.extensionsPage();
      await page.run(change, extensionIdOf(browser));
      await page.close();
      extension = await Extension.open(browser);
    });

    it('gets marks for what appears later, and one banner', async () => {
      await chat.show();
      await chat.run(say, listedAddresses.tron);
      await until('both in the badge', async () => (await extension.badge(chatUrl())) === '2');
      await until('one banner', async () => (await chat.run(banners)) === 1);
      const [page] = await extension.shown(await extension.tabId(chatUrl()));
      expect(page!.marked.toSorted()).toEqual([listedAddresses.bitcoin, listedAddresses.tron].toSorted());
    });

    it('has its half-written report still', async () => {
      const popup = await extension.popup(chatUrl());
      const written = () =>
        popup.run((field) => document.querySelector<HTMLTextAreaElement>(field)?.value, noteField);
      await until('the report', async () => (await written()) === `Half of what is to be said (${what})`);
      await popup.close();
    });

    it('goes to the stop page when it goes to a listed path by itself', async () => {
      await app.show();
      await app.run((path) => history.pushState(null, '', path), listedPath);
      await until('the stop page', async () => isStopPage(await app.url()));
    });
  });
});

const extensionIdOf = ({ extension }: RawChromium): string => new URL(extension).host;

const noteField = 'textarea[aria-describedby="note-hint"]';

/** Runs in the popup: whether what is written stands in the preview. */
function isPreviewed(): boolean {
  return (
    document.querySelector('figure.preview[aria-busy="false"] pre')?.textContent?.includes('Half of') === true
  );
}

/** Runs in a page. */
function say(address: string): void {
  document.body.append(Object.assign(document.createElement('p'), { textContent: `Pay to ${address}` }));
}

/** Runs in a page: how many things of an extension stand above it. */
function banners(): number {
  return document.querySelectorAll(':popover-open').length;
}

/** What the browser's own page of extensions can do. */
declare const chrome: {
  readonly developerPrivate: { reload(id: string, how: { readonly failQuietly: boolean }): Promise<void> };
  readonly management: { setEnabled(id: string, on: boolean): Promise<void> };
};
