import type { Kind } from '../../core/entry.ts';
import { fill, type Language, type Params } from '../../core/language.ts';
import type { DeclineReason } from '../../core/report.ts';

type Texts = typeof import('./texts/en.ts').default;
export type WordKey = keyof Texts;
export type Words = (key: WordKey, params?: Params) => string;

/** The console's own words, and those of the extension that name the same things. One language is loaded, not three. */
const texts: Readonly<
  Record<Language, () => Promise<{ readonly default: Readonly<Record<WordKey, string>> }>>
> = {
  en: () => import('./texts/en.ts'),
  'zh-CN': () => import('./texts/zh-CN.ts'),
  'zh-TW': () => import('./texts/zh-TW.ts'),
};

/** The words of one language, `{name}` in them replaced by `params.name`: text, never markup. */
export async function loadWords(language: Language): Promise<Words> {
  const own = (await texts[language]()).default;
  return (key, params) => fill(own[key], params);
}

/** The key of a kind's name. */
export const kindWord = (kind: Kind): WordKey => `kind.${kind}`;
/** The key of the sentence that says why something was set aside. */
export const declinedWord = (reason: DeclineReason): WordKey => `declined.${reason}`;
