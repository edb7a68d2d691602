import { fill, type Language, type Params } from '../../core/language.ts';

type Texts = typeof import('./texts/en.ts').default;
export type WordKey = keyof Texts;
/** Texts that read otherwise where something takes one: those with a `<key>.one` beside them. */
type Counted = { [K in WordKey]: `${K}.one` extends WordKey ? K : never }[WordKey];
/** The key of a text that fits a count. */
export const counted = (key: Counted, count: number): WordKey => (count === 1 ? `${key}.one` : key);
export type Words = (key: WordKey, params?: Params) => string;

/** The site's own words, and those of the extension that name the same things. One language is loaded, not three. */
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
