import type { Language } from '../../../core/language.ts';

/** Sentences in a row, without those that are empty. */
export function sentences(language: Language, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(language === 'en' ? ' ' : '');
}

/** A text with its `{places}` filled. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
