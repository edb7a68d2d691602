import en from '../../assets/words/en.json' with { type: 'json' };
import zhCN from '../../assets/words/zh-CN.json' with { type: 'json' };
import zhTW from '../../assets/words/zh-TW.json' with { type: 'json' };
import type { Kind } from '../core/entry.ts';
import type { Language } from './messages.ts';

export type WordKey = keyof typeof en;
/** What stands for the `{name}`s of a text. */
type Params = Readonly<Record<string, string | number>>;
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
  return (key, params = {}) =>
    own[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The key of a kind's name. */
export const kindWord = (kind: Kind): WordKey => `kind.${kind}`;

/** The key of a chain's name; null for one that this version has no name for. */
export function chainWord(chain: string): WordKey | null {
  const key = `chain.${chain}`;
  return Object.hasOwn(en, key) ? (key as WordKey) : null;
}

/**
 * The language to speak.
 *
 * @param choice the setting
 * @param browser the browser's language tag (BCP 47), as `navigator.language`
 */
export function languageOf(choice: Language | 'auto', browser: string): Language {
  if (choice !== 'auto') return choice;
  if (/^zh(?:-(?:hant|tw|hk|mo)\b)/i.test(browser)) return 'zh-TW';
  return /^zh\b/i.test(browser) ? 'zh-CN' : 'en';
}
