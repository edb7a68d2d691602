import { beforeEach, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import type { Shown } from '../../scripts/lib/extension.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { copyKeys, pasteKeys } from './clipboard-keys.ts';
import { corpusHosts, listedAddresses } from './samples.ts';
import { say, useWorld } from './world.ts';

const world = useWorld();
let tab: Tab;
let tabId: number;

beforeEach(async () => {
  tab = await world.browser.newTab();
  return () => tab.close();
});

/** Opens a page of the corpus; each with an address of its own, so that no tab is taken for another. */
async function open(name: string): Promise<void> {
  const url = world.sites.url(
    corpusHosts.pages,
    `/${name.includes('/') ? name : `found/${name}`}?${performance.now()}`,
  );
  await tab.open(url);
  await tab.show();
  tabId = await world.extension.tabId(url);
}

/** Waits until the page itself is shown what is asked for. */
const shown = (what: string, is: (shown: Shown) => boolean): Promise<Shown> =>
  until(what, async () => {
    const [page] = await world.extension.shown(tabId);
    return page !== undefined && is(page) ? page : null;
  });

const banner = (has = '') =>
  shown(`a banner with "${has}"`, (page) => page.banner.includes(has) && page.banner !== '');
const callout = (has = '') =>
  shown(`a callout with "${has}"`, (page) => page.callout.includes(has) && page.callout !== '');

const kind = say('kind.fake_platform');

describe('a mark', () => {
  it('says why when the pointer rests on it, and no longer when it leaves', async () => {
    await open('plain-forum');
    await banner();
    const middle = await tab.run(() => {
      const [mark] = [...CSS.highlights.values()].flatMap((set) => [...set]) as Range[];
      const { left, top, width, height } = mark!.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await tab.point(middle);
    await callout(kind);
    await tab.point({ x: middle.x, y: 700 });
    await shown('no callout', (page) => page.callout === '');
  });

  it('says why when the focus comes to it', async () => {
    await open('short-link');
    await banner();
    await tab.press('Tab');
    await callout(kind);
  });
});

describe('the banner', () => {
  it('counts what the page and its frames mark', async () => {
    await open('table-wallets');
    await banner('3');
    await tab.run((address) => {
      document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: `<p>${address}</p>` }));
    }, listedAddresses.tron);
    await banner('4');
  });

  it('goes from one place to the next', async () => {
    await open('table-wallets');
    await tab.run(() => {
      const space = Object.assign(document.createElement('div'), { style: 'height: 4000px' });
      document.querySelector('tbody tr:nth-child(2)')!.before(space);
      document.querySelector('table')!.before(space);
    });
    const { buttons } = await banner('3');
    await tab.point(buttons.show!, true);
    await until('the place', () => tab.run(() => scrollY > 2_000));
    await banner('1 / 3');
    await tab.point((await banner()).buttons.show!, true);
    await banner('2 / 3');
  });

  it('folds away for this page', async () => {
    await open('table-wallets');
    const unfolded = await banner('3');
    await tab.point(unfolded.buttons.fold!, true);
    const folded = await shown('the pill', (page) => page.buttons.fold === undefined && page.banner !== '');
    expect(folded.banner.length).toBeLessThan(unfolded.banner.length / 3);
    await tab.run(() => document.body.append('Something else.'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await banner()).banner).toBe(folded.banner);
    await open('table-wallets');
    expect((await banner('3')).buttons.fold).toBeDefined();
  });
});

describe('"check this picture"', () => {
  it('says what a code holds, and when there is none', async () => {
    await open('qr-png');
    await banner();
    const src = await tab.run(() => document.querySelector('img')!.src);
    await world.extension.checkPicture(tabId, src);
    await callout(kind);
    await open('alt-attribute');
    await banner();
    await world.extension.checkPicture(tabId, await tab.run(() => document.querySelector('img')!.src));
    expect((await callout()).callout).not.toContain(kind);
  });
});

describe('a paste', () => {
  it('of a listed address is warned of where it happens', async () => {
    await open('frames/empty');
    await tab.run((address) => {
      document.body.innerHTML = '<textarea>Words</textarea>';
      document.addEventListener('copy', (event) => {
        event.preventDefault();
        event.clipboardData?.setData('text/plain', address);
      });
    }, listedAddresses.eip155);
    const select = () => tab.run(() => document.querySelector('textarea')!.select());
    // The guard hears of pastes a moment after the page is drawn.
    await until('a callout', async () => {
      await select();
      await tab.press(copyKeys);
      await select();
      await tab.press(pasteKeys);
      const pages = await world.extension.shown(await world.extension.tabId(await tab.url()));
      return pages.some((page) => page.callout.includes(say('kind.drainer')));
    });
  });
});

describe('the settings', () => {
  it('forget the copied addresses', async () => {
    await open('frames/empty');
    const count = async () => (await world.extension.ask('copies.show', {})).count;
    // The guard hears of copies a moment after the page is drawn.
    await until('the copy', async () => {
      await tab.run(
        (address) => {
          document.body.textContent = address;
          getSelection()?.selectAllChildren(document.body);
        },
        `0x3f8a${'1'.repeat(32)}d21e`,
      );
      await tab.press(copyKeys);
      return (await count()) === 1;
    });
    const settings = await world.browser.newTab();
    await settings.open(`${world.browser.extension}options.html`);
    await clickOn(settings, say('copies.forget'));
    await seen(settings, say('copies.none'));
    expect(await count()).toBe(0);
    await settings.close();
  });
});
