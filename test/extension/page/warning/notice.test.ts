import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../src/core/entry.ts';
import type { Language } from '../../../../src/core/language.ts';
import type { Cut, Finding, PageReply } from '../../../../src/extension/messages.ts';
import { type Notice, noticeOf } from '../../../../src/extension/page/warning/notice.ts';
import { warningWords } from '../../../../src/extension/page/warning/words.ts';
import { texts } from '../../../../src/extension/words.ts';

const languages = Object.keys(warningWords) as Language[];

function finding(change: Partial<Finding> = {}): Finding {
  const feed = { feed: 'https://feed.alliance.example/', feedName: 'Sample Alliance' };
  return { key: 'coins.example', kind: 'drainer', level: 'caution', ...feed, ...change };
}

function page(verdict: PageReply['verdict'], language: Language, change: Partial<Finding> = {}): PageReply {
  return { verdict, language, finding: verdict === 'unlisted' ? null : finding(change) };
}

const address = (n: number, change: Partial<Finding> = {}) =>
  finding({ key: `eip155:0x${n}`, level: 'stop', ...change });
const many = Array.from({ length: 50 }, (_, n) => address(n));

const cut = (what: Cut['what'], host = 'cdn.coins.example'): Cut => ({
  host,
  count: 2,
  what,
  finding: finding(),
});
const cuts = [[cut('script')], [cut('content')], [cut('data'), cut('content', 'other.example')]];

/** Every notice there can be in a language. */
function notices(language: Language): Notice[] {
  return [[], many.slice(0, 1), many].flatMap((listed) =>
    [
      ...[[], ...cuts].map((some) => noticeOf({ page: page('unlisted', language), listed, cuts: some })),
      noticeOf({ page: page('proceeded', language), listed, cuts: [] }),
      ...kinds.map((kind) => noticeOf({ page: page('caution', language, { kind }), listed, cuts: [] })),
    ].filter((notice) => notice !== null),
  );
}

describe('the words of the warning', () => {
  test.each(languages)('name the kinds in %s as all of Baize does', (language) => {
    const shared = kinds.map((kind) => [kind, texts[language][`kind.${kind}`]]);
    expect(Object.entries(warningWords[language].kinds)).toEqual(shared);
  });

  test.each(languages)('have the same placeholders in %s as in English', (language) => {
    const placeholders = (value: unknown): string[] => (JSON.stringify(value).match(/\{\w+\}/g) ?? []).sort();
    for (const [name, text] of Object.entries(warningWords[language])) {
      expect(placeholders(text), name).toEqual(
        placeholders(warningWords.en[name as keyof typeof warningWords.en]),
      );
    }
  });

  test.each(languages)('are calm and short in %s (warnings.md, Words)', (language) => {
    for (const { title, body } of notices(language)) {
      expect(`${title}${body}`).not.toMatch(
        /[!！{}]|\bsafe\b|phishing|domain|blocklist|DNS|安全|钓鱼|釣魚|域名|網域/i,
      );
      if (language === 'en') expect(title.split(' ').length, title).toBeLessThanOrEqual(12);
      else expect(title.length, title).toBeLessThanOrEqual(20);
      expect(body.match(/[.。](?= |$|[^\w])/g)?.length, body).toBeLessThanOrEqual(3);
    }
  });
});

describe('the notice', () => {
  test('is one, and counts the addresses', () => {
    const notice = noticeOf({ page: page('unlisted', 'en'), listed: many, cuts: [] });
    expect(notice).toMatchObject({
      form: 'band',
      title: 'Coins sent to the 50 marked addresses cannot be called back',
      body: 'Approval that empties wallets, listed by Sample Alliance. Send nothing there. The page itself is not on the list.',
      leave: false,
      count: 50,
    });
  });

  test('names two kinds and two feeds, and that there are more', () => {
    const listed = [
      address(1),
      address(2, { kind: 'giveaway', feedName: 'Second' }),
      address(3, { kind: 'extortion', feedName: 'Third' }),
    ];
    expect(noticeOf({ page: page('unlisted', 'zh-CN'), listed, cuts: [] })?.body).toBe(
      '恶意授权盗币、赠币骗局…，由Sample Alliance、Second…列入。不要往那里转账。网页本身不在名单上。',
    );
  });

  test('speaks of a page with caution and of its addresses in one', () => {
    expect(noticeOf({ page: page('caution', 'en'), listed: many.slice(0, 1), cuts: [] })).toEqual({
      language: 'en',
      form: 'band',
      title: 'One signature for offers like this can empty a wallet',
      body:
        'Approval that empties wallets: Sample Alliance lists coins.example with caution, not yet confirmed. ' +
        'Wait before you pay or sign anything here. A listed wallet address is marked on this page.',
      leave: true,
      count: 1,
      entry: page('caution', 'en').finding,
    });
  });

  test('says what was kept out of the page, and what that means', () => {
    const said = (some: readonly Cut[]) => noticeOf({ page: page('unlisted', 'en'), listed: [], cuts: some });
    expect(said([cut('script')])).toMatchObject({
      title: 'A script from a listed site was kept out of this page',
      body:
        'cdn.coins.example: Approval that empties wallets, listed by Sample Alliance. ' +
        'Somebody may have tampered with this page: connect no wallet and type no passwords here.',
      leave: true,
      entry: null,
    });
    expect(said([cut('content')])?.body).toContain('The page itself is not on the list.');
    expect(said(cuts[2]!)?.title).toBe('Things from 2 listed sites were kept out of this page');
  });

  test('is a strip where the person chose to go on', () => {
    expect(noticeOf({ page: page('proceeded', 'en'), listed: [], cuts: [] })).toMatchObject({
      form: 'strip',
      leave: true,
    });
  });

  test('is none where nothing is listed, and where the page is stopped', () => {
    expect(noticeOf({ page: page('unlisted', 'en'), listed: [], cuts: [] })).toBeNull();
    expect(noticeOf({ page: page('stop', 'en'), listed: many, cuts: [] })).toBeNull();
  });
});
