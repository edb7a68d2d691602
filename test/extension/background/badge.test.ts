import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../../src/extension/background/badge.ts';
import type { TabNote } from '../../../src/extension/background/tabs.ts';
import type { Finding } from '../../../src/extension/messages.ts';
import type { Trouble } from '../../../src/extension/troubles.ts';
import { words } from '../../../src/extension/words.ts';

const t = words('en');
const finding = { key: 'eip155:0x1', kind: 'phishing', level: 'stop', feed: 'f', feedName: 'F' } as Finding;
const note = (verdict: TabNote['verdict'], listed = 0): TabNote => ({
  ...{ page: 'one', url: 'https://site.example/', isGuarded: true, verdict, finding: null },
  addresses: Array.from({ length: listed }, (_, i) => {
    return { key: `eip155:0x${i}`, chain: 'eip155', text: `0x${i}`, short: `0x${i}`, finding };
  }),
});

const quiet = { troubles: [] as readonly Trouble[], stale: false, isAlarmed: false, hasReportNews: false };

describe('the badge', () => {
  it.each<[string, TabNote | null, Partial<typeof quiet>, string]>([
    ['a stopped site', note('stop'), { stale: true }, '!'],
    ['a site that was opened by choice', note('proceeded'), {}, '!'],
    ['a page to take care on, and two listed addresses', note('caution', 2), { stale: true }, '3'],
    ['very many listed addresses', note('unlisted', 150), {}, '99+'],
    ['an unlisted page', note('unlisted'), {}, ''],
    ['an unlisted page under a list that is too old', note('unlisted'), { stale: true }, '?'],
    [
      'an unlisted page under a list whose log contradicts itself',
      note('unlisted'),
      { stale: true, isAlarmed: true },
      '!',
    ],
    ['a page to take care on, under such a list', note('caution'), { isAlarmed: true }, '1'],
    ['no page', null, {}, ''],
    ['an unlisted page, with a trouble', note('unlisted'), { troubles: ['gate'], stale: true }, '!'],
    ['a page to take care on, with a trouble', note('caution'), { troubles: ['gate'] }, '!'],
    ['a stopped site, with a trouble', note('stop'), { troubles: ['gate'] }, '!'],
    ['an unlisted page, with news of a report', note('unlisted'), { hasReportNews: true }, '•'],
    ['a list that is too old, with news of a report', null, { stale: true, hasReportNews: true }, '?'],
  ])('of %s', (_, tab, lists, text) => {
    expect(badgeOf(tab, 0, { ...quiet, ...lists }, t).text).toBe(text);
  });

  it('counts hosts of what was kept out of the page, also of one that nothing else is known of', () => {
    expect(badgeOf(note('unlisted', 1), 2, quiet, t).text).toBe('3');
    expect(badgeOf(null, 1, quiet, t).text).toBe('1');
  });

  it('says a trouble, and what is on the page beside it; a listed page before both', () => {
    const troubled = { ...quiet, troubles: ['gate'] as const };
    const [trouble, caution] = [t('badge.trouble.gate'), t('badge.caution', { count: 2 })];
    expect(badgeOf(note('unlisted', 2), 0, troubled, t).title).toBe(`${trouble}\n${caution}`);
    expect(badgeOf(note('stop'), 0, troubled, t).title).toBe(t('badge.stop'));
  });

  it('says in words what it means, in the person’s language', () => {
    expect(badgeOf(note('caution', 2), 0, quiet, t).title).toContain('3');
    const titles = (['en', 'zh-CN', 'zh-TW'] as const).map(
      (each) => badgeOf(note('stop'), 0, quiet, words(each)).title,
    );
    expect(new Set(titles).size).toBe(3);
  });
});
