import { describe, expect, it, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Tabs } from '../../../src/extension/background/tabs.ts';
import type { Finding, FoundAddress } from '../../../src/extension/messages.ts';
import { Values } from './doors.ts';

const finding = { key: 'eip155:0x1', kind: 'phishing', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const page = { page: 'one', url: 'https://site.example/', isGuarded: true };
const next = { ...page, page: 'two', url: 'https://site.example/next' };
const unlisted = () => ({ verdict: 'unlisted', finding: null }) as const;
const found = (key: string, listed = false): FoundAddress => ({
  ...{ key, chain: 'eip155', text: key, short: key },
  finding: listed ? finding : null,
});
const saw = (tabs: Tabs, tab: number, at: string, ...addresses: FoundAddress[]) =>
  tabs.saw(tab, at, new Set(addresses.map(({ key }) => key)), addresses);
const keys = async (tabs: Tabs) => (await tabs.note(1))?.addresses.map(({ key }) => key);

describe('what is known of a tab', () => {
  it('outlives the worker, and ends with the tab', async () => {
    const session = new Values();
    const tabs = new Tabs(session);
    await tabs.opened(1, page, unlisted);
    await saw(tabs, 1, 'one', found('a'));
    await saw(new Tabs(session), 1, 'one', found('a', true));
    expect((await new Tabs(session).note(1))?.addresses).toEqual([found('a', true)]);
    await new Tabs(session).closed(1);
    expect(await new Tabs(session).note(1)).toBeNull();
  });

  it('holds each address once, listed ones first, and says when these have changed', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page, unlisted);
    expect(await saw(tabs, 1, 'one', found('z'))).toBe(false);
    expect(await saw(tabs, 1, 'one', found('b', true), found('a'), found('z'))).toBe(true);
    expect(await saw(tabs, 1, 'one', found('b', true))).toBe(false);
    expect(await keys(tabs)).toEqual(['b', 'a', 'z']);
  });

  it('takes listed ones always, and others only while there is room', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page, unlisted);
    const many = Array.from({ length: 2 * limits.addressesPerTab }, (_, i) => found(`${i}`));
    let read = 0;
    const one = function* (all: readonly FoundAddress[]) {
      for (const address of all) {
        read += 1;
        yield address;
      }
    };
    await tabs.saw(1, 'one', new Set(), one(many));
    expect(read).toBe(limits.addressesPerTab + 1);
    expect(await tabs.saw(1, 'one', new Set(), one([found('listed', true), ...many]))).toBe(true);
    expect((await keys(tabs))?.[0]).toBe('listed');
    expect(await keys(tabs)).toHaveLength(limits.addressesPerTab);
  });

  it('follows the list: what is no longer listed, or no longer shown, is not', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page, unlisted);
    await saw(tabs, 1, 'one', found('a', true), found('b', true));
    expect(await tabs.saw(1, 'one', new Set(['a', 'b']), [found('a')])).toBe(true);
    expect((await tabs.note(1))?.addresses).toEqual([found('a')]);
  });

  it('stays in the same document, whatever it calls itself, and goes with the page', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page, unlisted);
    await saw(tabs, 1, 'one', found('a'));
    await tabs.opened(1, { ...page, url: next.url }, () => ({ verdict: 'caution', finding }));
    expect(await tabs.note(1)).toMatchObject({ url: next.url, verdict: 'caution', addresses: [found('a')] });
    await tabs.opened(1, { ...page, page: 'two' }, unlisted);
    expect(await keys(tabs)).toEqual([]);
  });

  it('is not what another page found, however late that comes', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page, unlisted);
    const before = await tabs.page(1);
    await tabs.opened(1, next, unlisted);
    expect(await saw(tabs, 1, before!, found('a', true))).toBe(false);
    expect(await keys(tabs)).toEqual([]);
    expect(await saw(tabs, 2, before!, found('a', true))).toBe(false);
    expect(await tabs.note(2)).toBeNull();
  });

  it('waits for the verdict of the page before what is found there', async () => {
    const tabs = new Tabs(new Values());
    let judge = () => {};
    const judged = new Promise<void>((done) => {
      judge = done;
    });
    void tabs.opened(1, page, () => judged.then(unlisted));
    const asked = tabs.page(1);
    judge();
    expect(await asked).toBe('one');
  });

  it('is bounded, keeps what is listed, and is not written anew when there is no more room', async () => {
    const session = new Values();
    const tabs = new Tabs(session);
    await tabs.opened(1, page, unlisted);
    await saw(tabs, 1, 'one', ...Array.from({ length: 5_000 }, (_, i) => found(`k${i}`)));
    expect(await keys(tabs)).toHaveLength(limits.addressesPerTab);
    const put = vi.spyOn(session, 'put');
    await saw(tabs, 1, 'one', found('more'));
    expect(put).not.toHaveBeenCalled();
    expect(await saw(tabs, 1, 'one', found('listed', true))).toBe(true);
    expect((await keys(tabs))?.[0]).toBe('listed');
    expect(await keys(tabs)).toHaveLength(limits.addressesPerTab);
  });

  it('is written only where there is something to say, and taken away when there no longer is', async () => {
    const session = new Values();
    const put = vi.spyOn(session, 'put');
    const tabs = new Tabs(session);
    await tabs.opened(1, page, unlisted);
    await tabs.opened(1, next, unlisted);
    await tabs.closed(1);
    expect(put).not.toHaveBeenCalled();
    await tabs.opened(1, page, unlisted);
    await saw(tabs, 1, 'one', found('a'));
    await new Tabs(session).opened(1, next, unlisted);
    expect(put.mock.calls.map(([, note]) => note === undefined)).toEqual([false, true]);
    expect([...session.copy().values()].filter(Boolean)).toEqual([]);
  });

  it('of a page that speaks after the worker died is there again, but never instead of the page after', async () => {
    const tabs = new Tabs(new Values());
    expect(await tabs.speaks(1, page, unlisted)).toBe('one');
    expect(await saw(tabs, 1, 'one', found('a', true))).toBe(true);
    expect(await tabs.speaks(1, next, unlisted)).toBe('one');
    expect(await keys(tabs)).toEqual(['a']);
  });

  it('says whether the toolbar has anything to say of it, or had', async () => {
    const tabs = new Tabs(new Values());
    const isDue = async (
      judge: () => { verdict: 'unlisted' | 'caution'; finding: Finding | null },
      at = page,
    ) => (await tabs.opened(1, at, judge)).isBadgeDue;
    const caution = () => ({ verdict: 'caution', finding }) as const;
    expect(await isDue(unlisted)).toBe(false);
    expect(await isDue(unlisted)).toBe(false);
    expect(await isDue(caution)).toBe(true);
    expect(await isDue(unlisted)).toBe(true);
    await saw(tabs, 1, 'one', found('a', true));
    expect(await isDue(unlisted)).toBe(true);
    expect(await isDue(unlisted, next)).toBe(false);
  });

  it('that can not be kept is no error: the page has its verdict', async () => {
    const session = new Values();
    vi.spyOn(session, 'put').mockRejectedValue(new Error('Session storage quota bytes exceeded.'));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { note } = await new Tabs(session).opened(1, page, () => ({ verdict: 'stop', finding }));
    expect(note.verdict).toBe('stop');
  });
});
