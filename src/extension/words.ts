import en from '../../assets/words/en.json' with { type: 'json' };
import zhCN from '../../assets/words/zh-CN.json' with { type: 'json' };
import zhTW from '../../assets/words/zh-TW.json' with { type: 'json' };
import type { Kind } from '../core/entry.ts';
import { fill, type Language, type Params } from '../core/language.ts';

export type WordKey = keyof typeof en;
export type Words = (key: WordKey, params?: Params) => string;

/** Every text in every language; a test keeps their keys and placeholders equal. */
export const texts: Readonly<Record<Language, Readonly<Record<WordKey, string>>>> = {
  en,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
};

/**
 * The words of one language.
 *
 * @returns a function from a key to its text, `{name}` replaced by `params.name`. What is put in is taken as it
 *   is: the result is text, never markup.
 */
export function words(language: Language): Words {
  const own = texts[language];
  return (key, params) => fill(own[key], params);
}

/** The key of a kind's name. */
export const kindWord = (kind: Kind): WordKey => `kind.${kind}`;

/** The key of a chain's name; null for one that this version has no name for. */
export function chainWord(chain: string): WordKey | null {
  const key = `chain.${chain}`;
  return Object.hasOwn(en, key) ? (key as WordKey) : null;
}
