import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../../src/extension/background/badge.ts';
import type { TabNote } from '../../../src/extension/background/tabs.ts';
import type { Finding } from '../../../src/extension/messages.ts';
import { words } from '../../../src/extension/words.ts';

const t = words('en');
const finding = { key: 'eip155:0x1', kind: 'phishing', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const note = (verdict: TabNote['verdict'], listed = 0): TabNote => ({
  ...{ page: 'one', url: 'https://site.example/', verdict, finding: null },
  addresses: Array.from({ length: listed }, (_, i) => {
    return { key: `eip155:0x${i}`, chain: 'eip155', text: `0x${i}`, short: `0x${i}`, finding };
  }),
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
