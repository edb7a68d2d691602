/** The languages that everything a person reads is written in. */
export type Language = 'en' | 'zh-CN' | 'zh-TW';

/** Each by its own name, which its speakers recognise whatever the page speaks now. */
export const languages: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
];

/** What stands for the `{name}`s of a text. */
export type Params = Readonly<Record<string, string | number>>;

/** A text with `{name}` replaced by `params.name`. What is put in is taken as it is: the result is text, never markup. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
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

/** A name in the reader's language; `en` stands in for one that is missing. */
export function nameIn(
  name: Readonly<Record<'en', string> & Partial<Record<Language, string | undefined>>>,
  language: Language,
): string {
  return name[language] ?? name.en;
}
