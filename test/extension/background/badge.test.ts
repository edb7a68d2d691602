import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../../src/extension/background/badge.ts';
import { type TabNote, Tabs } from '../../../src/extension/background/tabs.ts';
import type { Finding } from '../../../src/extension/messages.ts';
import { words } from '../../../src/extension/words.ts';
import { Values } from './doors.ts';

const t = words('en');
const finding = { key: 'eip155:0x1', kind: 'phishing', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const note = (verdict: TabNote['verdict'], listed = 0): TabNote => ({
  ...{ url: 'https://site.example/', verdict, finding: null },
  addresses: Array.from({ length: listed }, (_, i) => ({ key: `eip155:0x${i}`, finding })),
});

describe('the badge', () => {
  it.each<[string, TabNote | null, boolean, string]>([
    ['a stopped site', note('stop'), true, '!'],
    ['a site that was opened by choice', note('proceeded'), false, '!'],
    ['a page to take care on, and two listed addresses', note('caution', 2), true, '3'],
    ['very many listed addresses', note('unlisted', 150), false, '99+'],
    ['an unlisted page', note('unlisted'), false, ''],
    ['an unlisted page under a list that is too old', note('unlisted'), true, '?'],
    ['no page', null, false, ''],
  ])('of %s', (_, tab, stale, text) => {
    expect(badgeOf(tab, stale, t).text).toBe(text);
  });

  it('says in words what it means, in the person’s language', () => {
    expect(badgeOf(note('caution', 2), false, t).title).toContain('3');
    const titles = (['en', 'zh-CN', 'zh-TW'] as const).map(
      (each) => badgeOf(note('stop'), false, words(each)).title,
    );
    expect(new Set(titles).size).toBe(3);
  });
});

describe('what is known of a tab', () => {
  const page = { url: 'https://site.example/', verdict: 'unlisted', finding: null } as const;

  it('outlives the worker, and ends with the tab', async () => {
    const session = new Values();
    await new Tabs(session).opened(1, page);
    await new Tabs(session).saw(1, page.url, [{ key: 'a', finding }]);
    expect((await new Tabs(session).note(1))?.addresses).toEqual([{ key: 'a', finding }]);
    await new Tabs(session).closed(1);
    expect(await new Tabs(session).note(1)).toBeNull();
  });

  it('holds each address once, listed ones first, and forgets them with the page', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page);
    await Promise.all([
      tabs.saw(1, page.url, [{ key: 'z', finding: null }]),
      tabs.saw(1, page.url, [
        { key: 'b', finding },
        { key: 'a', finding: null },
      ]),
      tabs.saw(1, 'https://site.example/elsewhere', [{ key: 'c', finding }]),
    ]);
    expect((await tabs.note(1))?.addresses.map(({ key }) => key)).toEqual(['b', 'a', 'z']);
    await tabs.opened(1, { ...page, verdict: 'caution' });
    expect((await tabs.note(1))?.addresses).toHaveLength(3);
    await tabs.opened(1, { ...page, url: 'https://site.example/next' });
    expect((await tabs.note(1))?.addresses).toEqual([]);
  });

  it('is bounded', async () => {
    const tabs = new Tabs(new Values());
    await tabs.opened(1, page);
    await tabs.saw(
      1,
      page.url,
      Array.from({ length: 5_000 }, (_, i) => ({ key: `k${i}`, finding: null })),
    );
    expect((await tabs.note(1))?.addresses.length).toBeLessThan(1_000);
  });
});
