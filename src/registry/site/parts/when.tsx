import { date, dateTime } from '../../../core/dates.ts';
import { useSpeech } from '../speech.tsx';

/** A moment in the reader's time zone, the exact one behind it. @param time ISO 8601 */
export function When({ time, exact = false }: { time: string; exact?: boolean }) {
  const { language } = useSpeech();
  if (Number.isNaN(Date.parse(time))) return null;
  return (
    <time dateTime={time} title={time}>
      {(exact ? dateTime : date)(time, language)}
    </time>
  );
}
