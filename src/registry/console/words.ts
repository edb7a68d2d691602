import type { Kind } from '../../core/entry.ts';
import type { DeclineReason } from '../../core/report.ts';
import type { TextSources } from '../speech.tsx';

type Texts = typeof import('./texts/en.ts').default;
export type WordKey = keyof Texts;

/** The console's own words, and those of the extension that name the same things. */
export const texts: TextSources<WordKey> = {
  en: () => import('./texts/en.ts'),
  'zh-CN': () => import('./texts/zh-CN.ts'),
  'zh-TW': () => import('./texts/zh-TW.ts'),
};

/** The key of a kind's name. */
export const kindWord = (kind: Kind): WordKey => `kind.${kind}`;
/** The key of the sentence that says why something was set aside. */
export const declinedWord = (reason: DeclineReason): WordKey => `declined.${reason}`;
