import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allianceTarget, listTarget } from '../../../src/core/feed.ts';
import { limits } from '../../../src/core/limits.ts';
import { siteOf } from '../../../src/core/site-address.ts';
import type { App } from '../../../src/extension/background/app.ts';
import { Copies } from '../../../src/extension/background/copies.ts';
import * as copying from '../../../src/extension/background/copy-handlers.ts';
import { Cuts } from '../../../src/extension/background/cuts.ts';
import * as entryPage from '../../../src/extension/background/entry-page.ts';
import { Frames } from '../../../src/extension/background/frames.ts';
import * as guard from '../../../src/extension/background/guard.ts';
import type { Sender } from '../../../src/extension/background/handlers.ts';
import { Lists } from '../../../src/extension/background/lists.ts';
import * as stopping from '../../../src/extension/background/stop.ts';
import { Swaps } from '../../../src/extension/background/swaps.ts';
import { Tabs } from '../../../src/extension/background/tabs.ts';
import { Turns } from '../../../src/extension/background/turns.ts';
import type { News } from '../../../src/extension/messages.ts';
import { MemoryStore, Values } from './doors.ts';
import { entry, TestFeed } from './feed.ts';

const { browser } = vi.hoisted(() => ({
  browser: {
    tabs: {
      update: vi.fn(async () => ({})),
      get: vi.fn(async () => ({ incognito: false, windowId: 5 })),
      create: vi.fn(async () => ({})),
    },
    scripting: { executeScript: vi.fn(async () => [{}]) },
  },
}));
vi.mock('wxt/browser', () => ({ browser }));
// The background's own address, which is asked for when a page is sent to the stop page.
vi.stubGlobal('location', { origin: 'chrome-extension://sample' });

const url = 'https://site.example/';
/** Sample addresses. */
const listed = `0x${'12ab'.repeat(10)}`;
const mine = `0x3f8a${'1'.repeat(32)}d21e`;
const alike = `0x3f8a${'2'.repeat(32)}d21e`;
const mistyped = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed';
const hash = `0x${'3'.repeat(64)}`;
const listedHash = `0x${'4'.repeat(64)}`;

const top: Sender = { url, tab: 1, frame: 0, document: 'top', active: true, isPrivate: false };
const frame: Sender = { ...top, url: 'about:blank', frame: 15032385539, document: 'inner' };

let app: App;
let stored: Values;
let session: Values;
let told: { frame: number; news: News }[];

/** The lists of a feed with real signatures, as the package lays it out. */
async function listsOf(feed: TestFeed): Promise<Lists> {
  const { published, targets } = feed.repository;
  const packaged = new Map<string, Uint8Array>();
  packaged.set(
    'feeds/index.json',
    new TextEncoder().encode('[{"feed":"https://feed.example/","folder":"feeds/0"}]'),
  );
  for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const) {
    packaged.set(`feeds/0/${role}.json`, published[role].at(-1)!);
  }
  for (const name of [listTarget, allianceTarget]) {
    const { hashes } = targets.targets[name] as { hashes: { sha256: string } };
    packaged.set(`feeds/0/${name}`, feed.files.get(`targets/${hashes.sha256}.${name}`)!);
  }
  const lists = new Lists(
    new MemoryStore(),
    async (path) => new Uint8Array(packaged.get(path)!),
    () => {},
    async () => 0,
  );
  await lists.load();
  return lists;
}

beforeEach(async () => {
  vi.clearAllMocks();
  stored = new Values();
  session = new Values();
  told = [];
  const tell = async (_: number, to: number, news: News) => void told.push({ frame: to, news });
  const list = [entry(`aptos:${listedHash}`), entry(`eip155:${listed}`), entry('stop.example')];
  // The parts that the guards' messages reach, and no browser around them.
  app = {
    lists: await listsOf(await TestFeed.create(list)),
    settings: { language: 'zh-TW' },
    access: { isWhole: true },
    proceeds: { holds: () => false },
    tabs: new Tabs(session),
    reading: new Turns(),
    frames: new Frames(session, tell),
    cuts: new Cuts(session, tell),
    copies: new Copies(stored, Date.now),
    swaps: new Swaps(session, Date.now),
    showCuts: vi.fn(async () => {}),
    showBadge: vi.fn(async () => {}),
    expireCopies: vi.fn(async () => {}),
  } as unknown as App;
  await guard.page(app, { url }, top);
});

const addresses = (from: Sender, ...texts: string[]) => guard.addresses(app, { url, texts }, from);
const noted = async () => (await app.tabs.note(1))?.addresses.map(({ text }) => text);

describe('a page', () => {
  it('that is listed goes to the stop page; a frame gets its verdict and nothing happens', async () => {
    const stop = 'https://stop.example/';
    expect(await guard.page(app, { url: stop }, frame)).toMatchObject({ verdict: 'stop' });
    expect(await guard.page(app, { url: stop }, { ...top, active: false })).toMatchObject({
      verdict: 'stop',
    });
    expect(browser.tabs.update).not.toHaveBeenCalled();
    expect((await app.tabs.note(1))?.url).toBe(url);
    await guard.page(app, { url: stop }, top);
    expect(browser.tabs.update).toHaveBeenCalledWith(1, {
      url: `chrome-extension://sample/stop.html#${stop}`,
    });
  });
});

describe('going on from the stop page', () => {
  const own: Sender = { ...top, url: 'chrome-extension://sample/stop.html' };
  const add = vi.fn(async () => {});
  const goOn = (to: string) => {
    const proceeds = { holds: () => false, add };
    const there = { ...app, proceeds, expireProceeds: async () => {} } as unknown as App;
    return stopping.proceed(there, { url: to, for: 'day', tabId: 1 }, own);
  };

  it.each([
    ['https://a~b.www.stop.example/x', 'stop.example', 'day'],
    ['http://web-archive-org.translate.goog/web/1/https://stop.example/', 'stop.example', 'day'],
    // The list does not stop these any more: the tab is let through to the page, and to nothing else.
    ['https://gone.example/', 'gone.example', 'once'],
    ['https://www.gone.example/a/b/?c', 'gone.example/a/b', 'once'],
    ['https://a~b.gone.example/a', 'gone.example', 'once'],
  ])('at %s is to %s, %s', async (to, scope, time) => {
    expect(await goOn(to)).toEqual({ url: to });
    expect(add).toHaveBeenCalledExactlyOnceWith(scope, time, 1);
  });

  it('in a private window holds once', async () => {
    browser.tabs.get.mockResolvedValueOnce({ incognito: true, windowId: 5 });
    await goOn('https://stop.example/');
    expect(add).toHaveBeenCalledExactlyOnceWith('stop.example', 'once', 1);
  });
});

describe('an ordinary page', () => {
  it('costs no write and no call of the toolbar', async () => {
    const put = vi.spyOn(session, 'put');
    await guard.page(app, { url: `${url}next` }, { ...top, document: 'next' });
    await addresses({ ...top, document: 'next' }, 'no address');
    expect(put).not.toHaveBeenCalled();
    expect(app.showBadge).not.toHaveBeenCalled();
  });
});

describe('the addresses of a page', () => {
  it('are found in any spelling, and answered as they were written', async () => {
    const shouted = `0x${listed.slice(2).toUpperCase()}`;
    const { listed: found } = await addresses(top, 'no address', mine, shouted, listed);
    expect(found.map(({ text, finding }) => [text, finding.key])).toEqual([
      [shouted, `eip155:${listed}`],
      [listed, `eip155:${listed}`],
    ]);
  });

  it('are all readings of a text: 32 bytes in hex are Sui’s or Aptos’', async () => {
    const { listed: found } = await addresses(top, hash, listedHash);
    expect(found).toMatchObject([{ text: listedHash, finding: { key: `aptos:${listedHash}` } }]);
    expect((await app.tabs.note(1))?.addresses).toMatchObject([{ chain: 'aptos', text: listedHash }]);
  });

  it('are shown to people when they are listed or surely meant as such', async () => {
    await addresses(top, hash, mistyped, mine, listed);
    expect(await noted()).toEqual([listed, mine]);
    const [first] = (await app.tabs.note(1))!.addresses;
    expect(first).toMatchObject({ key: `eip155:${listed}`, chain: 'eip155', short: '0x12ab…12ab' });
  });

  it('count for the tab also when they stand in a frame, and not when nobody sees the page', async () => {
    await addresses({ ...top, active: false }, listed);
    await addresses({ ...top, tab: null }, listed);
    expect(await noted()).toEqual([]);
    await addresses(frame, listed);
    expect(await noted()).toEqual([listed]);
    expect(app.showBadge).toHaveBeenLastCalledWith(1);
  });

  it('count for the tab after the worker died, too: its page says again which one it is', async () => {
    app = { ...app, tabs: new Tabs(session) } as App;
    await addresses(top, listed);
    expect(await noted()).toEqual([listed]);

    const tell = async (_: number, __: number, news: News) => {
      if (news.baize === 'page') await guard.page(app, { url }, top);
    };
    app = { ...app, tabs: new Tabs(new Values()), frames: new Frames(new Values(), tell) } as App;
    await addresses(frame, listed);
    expect(await noted()).toEqual([listed]);
    expect(app.showBadge).toHaveBeenCalledTimes(2);
  });

  it('change the badge only when what is listed changes', async () => {
    vi.mocked(app.showBadge).mockClear();
    await addresses(top, mine);
    expect(app.showBadge).not.toHaveBeenCalled();
    await addresses(top, listed);
    await addresses(top, listed);
    expect(app.showBadge).toHaveBeenCalledOnce();
  });

  it('that look like one that was copied are shown beside it', async () => {
    await copying.copied(app, { url, texts: [mine] }, top);
    expect((await addresses(top, alike, mine)).lookalikes).toEqual([{ text: alike, copied: mine }]);
  });
});

describe('the marks of frames', () => {
  it('reach the page, looked up anew: a frame can not make a listing up', async () => {
    await guard.marked(app, { url, texts: [listed, mine] }, frame);
    expect(told).toMatchObject([
      { frame: 0, news: { baize: 'frames', frames: [{ frame: frame.frame, listed: [{ text: listed }] }] } },
    ]);
  });

  it('are none of the page itself, of hidden pages, and of tabs without a page', async () => {
    await guard.marked(app, { url, texts: [listed] }, top);
    await guard.marked(app, { url, texts: [listed] }, { ...frame, active: false });
    await guard.marked(app, { url, texts: [listed] }, { ...frame, tab: 9 });
    expect(told.filter(({ news }) => news.baize === 'frames')).toEqual([]);
  });

  it('are gone once another document speaks in the frame, or another page stands in the tab', async () => {
    await guard.marked(app, { url, texts: [listed] }, frame);
    await addresses({ ...frame, document: 'later' }, mine);
    expect(told.at(-1)?.news).toEqual({ baize: 'frames', frames: [] });
    await guard.marked(app, { url, texts: [listed] }, frame);
    await guard.page(app, { url }, { ...top, document: 'next' });
    const before = told.length;
    await addresses({ ...frame, document: 'of next' }, mine);
    expect(told).toHaveLength(before);
    await guard.marked(app, { url, texts: [listed] }, { ...frame, frame: 5 });
    expect(told.at(-1)?.news).toMatchObject({ frames: [{ frame: 5 }] });
  });

  it('are shown when the page asks, and only then', async () => {
    await guard.show(app, { url, frame: 7 }, top);
    expect(told).toEqual([{ frame: 7, news: { baize: 'show' } }]);
    await expect(guard.show(app, { url, frame: 7 }, frame)).rejects.toThrow('Only the page itself');
    expect(told).toHaveLength(1);
  });
});

describe('a script for a page', () => {
  it('comes into the document that asked, and the answer after it, with the language', async () => {
    expect(await guard.load(app, { url, script: 'warning' }, frame)).toEqual({ language: 'zh-TW' });
    expect(browser.scripting.executeScript).toHaveBeenCalledWith({
      ...{ target: { tabId: 1, documentIds: ['inner'] }, files: ['/warning.js'], injectImmediately: true },
    });
    await guard.load(app, { url, script: 'pictures' }, { ...frame, document: null });
    expect(browser.scripting.executeScript).toHaveBeenLastCalledWith(
      expect.objectContaining({ target: { tabId: 1, frameIds: [frame.frame] }, files: ['/pictures.js'] }),
    );
  });

  it('that the browser does not let in is an error', async () => {
    browser.scripting.executeScript.mockRejectedValueOnce(new Error('No frame with id 5.'));
    await expect(guard.load(app, { url, script: 'warning' }, frame)).rejects.toThrow('could not be brought');
  });
});

describe('a copy', () => {
  it('of a listed address is answered, and not what others are held to', async () => {
    const reply = await copying.copied(app, { url, texts: [listed] }, top);
    expect(reply.listed.map(({ text }) => text)).toEqual([listed]);
    expect(await app.copies.count()).toBe(0);
  });

  it.each<[string, Sender, string[]]>([
    ['in a private window', { ...top, isPrivate: true }, [mine]],
    ['of several addresses', top, [mine, alike]],
    ['of what may be a secret key', top, [hash]],
    ['of a mistyped address', top, [mistyped]],
    ['of no address', top, ['no address']],
  ])('%s is not stored', async (_, from, texts) => {
    await copying.copied(app, { url, texts }, from);
    expect(await app.copies.count()).toBe(0);
    expect([...stored.copy()]).toEqual([]);
  });

  it('of one address, written twice, is stored once', async () => {
    await copying.copied(app, { url, texts: [mine, mine.toUpperCase().replace('X', 'x')] }, top);
    expect(await copying.show(app, {}, top)).toEqual({ count: 1 });
    expect(app.expireCopies).toHaveBeenCalled();
    expect(await copying.forget(app, {}, top)).toEqual({ count: 0 });
  });

  it('from the popup counts like one from the page, and is not stored for a private window', async () => {
    browser.tabs.get.mockResolvedValueOnce({ incognito: true, windowId: 5 });
    await copying.add(app, { text: mine, tabId: 1 }, top);
    expect(await app.copies.count()).toBe(0);
    await copying.add(app, { text: mine, tabId: 1 }, top);
    expect(await app.copies.count()).toBe(1);
    expect((await copying.pasted(app, { url, texts: [mine] }, top)).swap).toBeNull();
  });
});

describe('a paste', () => {
  it('of another address than was copied is a swap, in a private window, too', async () => {
    await copying.copied(app, { url, texts: [mine] }, { ...top, isPrivate: true });
    const reply = await copying.pasted(app, { url, texts: [listed] }, { ...top, isPrivate: true });
    expect(reply).toMatchObject({
      listed: [{ text: listed }],
      lookalikes: [],
      swap: { copied: mine, pasted: listed },
    });
  });

  it('of a look-alike shows both', async () => {
    await copying.copied(app, { url, texts: [mine] }, top);
    const reply = await copying.pasted(app, { url, texts: [alike] }, top);
    expect(reply.lookalikes).toEqual([{ text: alike, copied: mine }]);
  });

  it('is not stored', async () => {
    await copying.pasted(app, { url, texts: [mine] }, top);
    expect([...stored.copy()]).toEqual([]);
    expect(JSON.stringify([...session.copy()])).not.toContain(mine.slice(2));
  });
});

it('a page that sends as much as it may is answered', async () => {
  const texts = Array.from({ length: limits.textsPerMessage }, (_, i) => `0x${String(i).padStart(40, '0')}`);
  await copying.copied(app, { url, texts: [mine] }, top);
  expect(await addresses(top, ...texts)).toEqual({ listed: [], lookalikes: [] });
  expect(await noted()).toHaveLength(limits.addressesPerTab);
});

describe('the public page of an entry', () => {
  const feed = 'https://feed.example/';

  it('opens beside the page, in its window, at the publisher’s site', async () => {
    await entryPage.openFromPage(app, { url, key: 'stop.example', feed }, frame);
    await entryPage.open(app, { key: `eip155:${listed}`, feed, tabId: 3 }, top);
    const [first] = app.lists.records;
    const site = siteOf(first!.alliance);
    expect(browser.tabs.create.mock.calls).toEqual([
      [{ url: `${site}why/stop.example`, windowId: 5, openerTabId: 1 }],
      [{ url: `${site}why/eip155%3A${listed}`, windowId: 5, openerTabId: 3 }],
    ]);
  });

  it('opens for a page only where the list holds the entry', async () => {
    const open = (key: string, of = feed) => entryPage.openFromPage(app, { url, key, feed: of }, top);
    await expect(open('other.example')).rejects.toMatchObject({ code: 'missing' });
    await expect(open('stop.example', 'https://other.example/')).rejects.toThrow();
    expect(browser.tabs.create).not.toHaveBeenCalled();
  });
});
