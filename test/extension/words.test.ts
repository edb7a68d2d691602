import { describe, expect, test } from 'vitest';
import { chains } from '../../src/chains/all.ts';
import { kinds } from '../../src/core/entry.ts';
import { languageOf } from '../../src/core/language.ts';
import { chainWord, texts, type WordKey, words } from '../../src/extension/words.ts';

const languages = ['en', 'zh-CN', 'zh-TW'] as const;
const keys = Object.keys(texts.en) as WordKey[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const titles = keys.filter((key) => /^stop\..*title/.test(key));
const mainText = keys.filter((key) => /^stop\.(?:\w+\.)?(?:title|body|eyebrow|listed)/.test(key));

describe.each(languages)('the words of %s', (language) => {
  const own = texts[language];

  test('have every key, with the same placeholders', () => {
    expect(Object.keys(own).sort()).toEqual([...keys].sort());
    for (const key of keys)
      expect([key, ...placeholders(own[key])]).toEqual([key, ...placeholders(texts.en[key])]);
  });

  test('are calm, never empty, and never say that something is safe', () => {
    for (const key of keys) {
      expect(own[key].trim(), key).toBe(own[key]);
      expect(own[key], key).not.toMatch(/^$|[!！]|fatal|致命/);
      // "Back to safety" is the one set phrase (R11).
      if (key !== 'stop.back') expect(own[key], key).not.toMatch(/\bsafe|安全/i);
    }
  });

  test('keep the main text of a stop free of jargon', () => {
    expect(mainText.length).toBeGreaterThan(2 * kinds.length);
    for (const key of mainText) {
      expect(own[key], key).not.toMatch(
        /phishing|domain|blocklist|\bDNS\b|钓鱼|釣魚|域名|網域|黑名单|黑名單/i,
      );
    }
  });

  test('keep titles within 12 words or 20 characters', () => {
    expect(titles.length).toBeGreaterThan(kinds.length);
    for (const key of titles) {
      const length = language === 'en' ? own[key].split(/\s+/).length : own[key].length;
      expect(length, own[key]).toBeLessThanOrEqual(language === 'en' ? 12 : 20);
    }
  });

  test('keep the body of a stop within 3 sentences', () => {
    for (const kind of kinds) {
      expect(own[`stop.body.${kind}`].match(/[.。](?:\s|$|”|」)?/g)!.length).toBeLessThanOrEqual(3);
    }
  });
});

test('every chain has a name', () => {
  for (const { id } of chains) expect([id, chainWord(id)]).toEqual([id, `chain.${id}`]);
  expect(chainWord('constructor')).toBeNull();
  expect(keys.filter((key) => key.startsWith('chain.'))).toHaveLength(chains.length);
});

test('Chinese texts use Chinese punctuation and their own script', () => {
  for (const key of keys) {
    expect(texts['zh-CN'][key], key).not.toMatch(/[\u4e00-\u9fff][,;:?!()]|[「」網錢帳攔單]/);
    expect(texts['zh-TW'][key], key).not.toMatch(/[\u4e00-\u9fff][,;:?!()]|[“”网钱账拦单举报设]/);
  }
});

test('words puts its parameters in as they are', () => {
  const t = words('en');
  expect(t('stop.spelling', { host: '<b>$&{host}' })).toBe("The browser's spelling: <b>$&{host}");
  expect(t('stop.spelling')).toContain('{host}');
});

test.each([
  ['auto', 'zh-TW', 'zh-TW'],
  ['auto', 'zh-HK', 'zh-TW'],
  ['auto', 'zh-Hant-CN', 'zh-TW'],
  ['auto', 'zh-CN', 'zh-CN'],
  ['auto', 'zh-Hans-HK', 'zh-CN'],
  ['auto', 'zh', 'zh-CN'],
  ['auto', 'zha', 'en'],
  ['auto', 'de-DE', 'en'],
  ['zh-TW', 'en-US', 'zh-TW'],
  ['en', 'zh-CN', 'en'],
] as const)('languageOf(%s, %s) is %s', (choice, browser, language) => {
  expect(languageOf(choice, browser)).toBe(language);
});
