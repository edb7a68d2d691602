import { dateTime } from '../../core/dates.ts';
import type { Language } from '../../core/language.ts';
import { limits } from '../../core/limits.ts';
import { words } from '../words.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/**
 * How long ago something was, in words: "12 minutes ago", "3 天前".
 *
 * @param time ISO 8601, or null for what has not happened
 * @param now milliseconds since 1970; of a time that lies after it (by a clock that is behind) nothing can be said but
 * when it is
 */
export function ago(time: string | null, now: number, language: Language): string {
  if (time === null) return words(language)('time.never');
  const passed = now - Date.parse(time);
  if (-passed > limits.clockTolerance) return dateTime(time, language);
  const unit = units.find(([, length]) => passed >= length);
  if (unit === undefined) return words(language)('time.justNow');
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(passed / unit[1]), unit[0]);
}
