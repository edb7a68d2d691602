import type { Language } from './language.ts';

/** A date and time as people of the language write it, in their own time zone. @param time ISO 8601 */
export function dateTime(time: string, language: Language): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, style).format(new Date(time));
}

/** A date as people of the language write it. @param time ISO 8601 */
export function date(time: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(time));
}

/** ISO 8601 in UTC with whole seconds, as every stored and signed time is. */
export function instant(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
