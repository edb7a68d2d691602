import { describe, expect, test } from 'vitest';
import en from '../../../assets/words/site/en.json' with { type: 'json' };
import zhCN from '../../../assets/words/site/zh-CN.json' with { type: 'json' };
import zhTW from '../../../assets/words/site/zh-TW.json' with { type: 'json' };

type Key = keyof typeof en;
const texts: Record<string, Record<Key, string>> = { en, 'zh-CN': zhCN, 'zh-TW': zhTW };
const keys = Object.keys(en) as Key[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe.each(Object.keys(texts))("the site's words of %s", (language) => {
  const own = texts[language]!;

  test('have every key, with the same placeholders', () => {
    expect(Object.keys(own).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, ...placeholders(own[key])]).toEqual([key, ...placeholders(en[key])]);
  });

  test('are calm, never empty, and never say that something is safe', () => {
    for (const key of keys) {
      expect(own[key].trim(), key).toBe(own[key]);
      expect(own[key], key).not.toMatch(/^$|[!！]|fatal|致命|\bsafe|安全/i);
    }
  });
});

test('Chinese texts use Chinese punctuation and their own script', () => {
  for (const key of keys) {
    expect(zhCN[key], key).not.toMatch(/[\u4e00-\u9fff][,;:?!()]|[「」網錢帳攔單]/);
    expect(zhTW[key], key).not.toMatch(/[\u4e00-\u9fff][,;:?!()]|[“”网钱账拦单举报设]/);
  }
});
