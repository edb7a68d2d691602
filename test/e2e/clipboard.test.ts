import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { seen } from '../../scripts/lib/page.ts';
import { copyKeys, pasteKeys } from './clipboard-keys.ts';
import { hosts, listedAddresses } from './samples.ts';
import { say, useWorld } from './world.ts';

const world = useWorld();
let tab: Tab;
let url: string;

/** Sample addresses: two that are equal in start and end, and one of its own. */
const mine = `0x3f8a${'1'.repeat(32)}d21e`;
const alike = `0x3f8a${'2'.repeat(32)}d21e`;
const other = `0x77aa${'3'.repeat(32)}9a05`;

beforeEach(async () => {
  tab = await world.browser.newTab();
  url = world.sites.url(hosts.ordinary);
  await tab.open(url);
});

afterEach(async () => {
  await tab.close();
  await world.extension.ask('copies.forget', {});
});

/** Replaces what the page shows. */
const write = (html: string) =>
  tab.run((inner) => {
    document.body.innerHTML = inner;
  }, html);

/** Writes an address on the page and copies it as a person does. */
async function copyFromPage(address: string): Promise<void> {
  await write(`<p id="from">${address}</p><textarea id="to"></textarea>`);
  await tab.run(() => getSelection()?.selectAllChildren(document.querySelector('#from')!));
  await tab.press(copyKeys);
}

async function pasteIntoPage(): Promise<void> {
  await tab.click('#to');
  await tab.press(pasteKeys);
}

/** What the callout says on the page, without the breaks between its lines. */
async function callout(): Promise<string> {
  const [page] = await world.extension.shown(await world.extension.tabId(url));
  return page!.callout;
}

const remembered = async () => (await world.extension.ask('copies.show', {})).count;

/** Copies an address until that is noted: the guard hears of copies a moment after the page is drawn. */
const rememberedCopy = () =>
  until('the copy', async () => {
    await copyFromPage(mine);
    return (await remembered()) === 1;
  });

describe('a copy', () => {
  it('of a listed address is warned of at once, and not remembered', async () => {
    await until('a callout', async () => {
      await copyFromPage(listedAddresses.eip155);
      return callout();
    });
    expect(await remembered()).toBe(0);
  });

  it('of another address is remembered: a look-alike on a page is shown beside it', async () => {
    await rememberedCopy();
    expect(await callout()).toBe('');
    await tab.open(url);
    await write(`<p>Sent to ${alike}</p>`);
    const said = await until('a callout', callout);
    expect(said.replace(/\s/g, '')).toContain(mine);
    expect(said.replace(/\s/g, '')).toContain(alike);
  });
});

describe('a paste', () => {
  it('of what was copied says nothing', async () => {
    await rememberedCopy();
    await pasteIntoPage();
    const value = () => tab.run(() => document.querySelector('textarea')?.value);
    await until('the pasted text', async () => (await value()) === mine);
    expect(await callout()).toBe('');
  });

  it('of another address than was selected is called a swap, with both', async () => {
    await tab.run((swapped) => {
      document.addEventListener('copy', (event) => {
        event.preventDefault();
        event.clipboardData?.setData('text/plain', swapped);
      });
    }, other);
    const said = await until('a callout', async () => {
      await copyFromPage(mine);
      await pasteIntoPage();
      return callout();
    });
    expect(said.replace(/\s/g, '')).toContain(mine);
    expect(said.replace(/\s/g, '')).toContain(other);
  });
});

describe('a listed address in a frame', () => {
  it('counts for the page: banner, badge and popup name it', async () => {
    await write('<p>Pay here:</p><iframe></iframe>');
    await tab.run((address) => {
      document.querySelector('iframe')!.srcdoc = `<p>${address}</p>`;
    }, listedAddresses.tron);
    const id = await world.extension.tabId(url);
    await until('the mark', async () =>
      (await world.extension.shown(id)).some(({ marked }) => marked.includes(listedAddresses.tron)),
    );
    await until('the banner', async () =>
      (await world.extension.shown(id)).some((shown) => shown.url === url && shown.banner !== ''),
    );
    await until('the badge', async () => (await world.extension.badge(url)) === '1');
    const popup = await world.extension.popup(url);
    await seen(popup, say('popup.addresses.listed', { kind: say('kind.pig_butchering') }));
    await popup.close();
  });
});
