import type { TextSources } from '../speech.tsx';

type Texts = typeof import('./texts/en.ts').default;
export type WordKey = keyof Texts;
/** Texts that read otherwise where something takes one: those with a `<key>.one` beside them. */
type Counted = { [K in WordKey]: `${K}.one` extends WordKey ? K : never }[WordKey];
/** The key of a text that fits a count. */
export const counted = (key: Counted, count: number): WordKey => (count === 1 ? `${key}.one` : key);

/** The site's own words, and those of the extension that name the same things. */
export const texts: TextSources<WordKey> = {
  en: () => import('./texts/en.ts'),
  'zh-CN': () => import('./texts/zh-CN.ts'),
  'zh-TW': () => import('./texts/zh-TW.ts'),
};
