import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { clickOn } from '../../scripts/lib/page.ts';
import type { RawBrowser } from '../../scripts/lib/raw-browser.ts';
import { startRaw } from './raw.ts';
import { hosts, listedAddresses, listedPath } from './samples.ts';
import { useAround, say as words } from './world.ts';

// Nothing is attached to the worker here: a driver that is keeps it awake. The extension stands in the profile as a store
// puts it there: one of the command line is loaded later, with the browser open already.
describe('through the life of a browser', () => {
  const around = useAround();
  let browser: RawBrowser;
  let extension: Extension<PlainTab>;
  const listed = () => around.sites.url(hosts.listed, '/watched');
  const open = async (url: string) => {
    const tab = await browser.newTab();
    await tab.open(url);
    return tab;
  };

  beforeAll(async () => {
    // The first page of a new profile: the extension is there and has never run.
    browser = await startRaw({ url: listed() });
  });
  afterAll(() => browser.close());

  /** @param most requests that reach the site */
  const expectNeverShown = async (most: number) => {
    const isStop = (url: string) => isStopPage(url) && url.endsWith(`#${listed()}`);
    await until('the stop page', async () => (await browser.addresses()).some(isStop));
    const requests = around.sites.log.filter((line) => line === `${hosts.listed} /watched`);
    expect(requests.length).toBeLessThanOrEqual(most);
    expect(around.sites.log).not.toContain(`${hosts.listed} /seen`);
  };

  it('a listed site that a new browser is started with is never shown', async () => {
    await expectNeverShown(1);
    await Extension.open(browser);
  });

  it('nor one that a browser is started with later', async () => {
    around.sites.forget();
    await browser.restart({ url: listed() });
    // Chromium opens the first page of a start before it has read its rules.
    await expectNeverShown(inject('browser') === 'chromium' ? 1 : 0);
  });

  it('any other page that the browser is started with is shown', async () => {
    around.sites.forget();
    await browser.restart({ url: around.sites.url(hosts.ordinary, '/watched') });
    await until('the page', async () => around.sites.log.includes(`${hosts.ordinary} /seen`));
  });

  const changes = {
    'was updated': () => browser.update(),
    'was switched off and on': () => browser.switchOffAndOn(),
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
      await change();
      extension = await Extension.open(browser);
    });

    it('gets marks for what appears later, and one banner', async () => {
      await chat.show();
      await chat.run(say, listedAddresses.tron);
      await until('both in the badge', async () => (await extension.badge(chatUrl())) === '2');
      await until('one banner', async () => (await chat.run(banners)) === 1);
      expect((await chat.run(marks)).toSorted()).toEqual(
        [listedAddresses.bitcoin, listedAddresses.tron].toSorted(),
      );
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

/** Runs in a page: every marked text, as often as it is marked. */
function marks(): string[] {
  return [...CSS.highlights.values()].flatMap((set) => [...set].map(String));
}
