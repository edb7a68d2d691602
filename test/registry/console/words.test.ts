import { describe, expect, test } from 'vitest';
import en from '../../../assets/words/console/en.json' with { type: 'json' };
import zhCN from '../../../assets/words/console/zh-CN.json' with { type: 'json' };
import zhTW from '../../../assets/words/console/zh-TW.json' with { type: 'json' };
import shared from '../../../assets/words/en.json' with { type: 'json' };

const keys = Object.keys(en) as (keyof typeof en)[];
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe.each(Object.entries({ en, 'zh-CN': zhCN, 'zh-TW': zhTW }))('the console’s words of %s', (_, own) => {
  test('have every key, with the same placeholders', () => {
    expect(Object.keys(own)).toEqual(keys);
    for (const key of keys) {
      expect([key, ...placeholders(own[key])]).toEqual([key, ...placeholders(en[key])]);
    }
  });

  test('are calm and never empty', () => {
    for (const key of keys) expect(own[key], key).not.toMatch(/^\s|^$|[^,、]\s$|[!！]/);
  });
});

test('none of them stands for a word that the extension has', () => {
  expect(keys.filter((key) => Object.hasOwn(shared, key))).toEqual([]);
});

test('Chinese texts use Chinese punctuation and their own script', () => {
  for (const key of keys) {
    expect(zhCN[key], key).not.toMatch(/[一-鿿][,;:?!()]|[「」網錢帳攔單]/);
    expect(zhTW[key], key).not.toMatch(/[一-鿿][,;:?!()]|[“”网钱账拦单举报设]/);
  }
});
