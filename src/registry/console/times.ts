import type { Language } from '../../core/language.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How far from now something is, in words: "3 hours ago", "in 2 days". @param time ISO 8601. @param now milliseconds */
export function fromNow(time: string, now: number, language: Language): string {
  const away = Date.parse(time) - now;
  const [unit, length] = units.find(([, one]) => Math.abs(away) >= one) ?? units[2];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(away / length), unit);
}

/** A length of time in words, by its greatest unit: "3 days", "5 hours". @param milliseconds not negative */
export function lengthOf(milliseconds: number, language: Language): string {
  const [unit, length] = units.find(([, one]) => milliseconds >= one) ?? units[2];
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, style).format(Math.trunc(milliseconds / length));
}
