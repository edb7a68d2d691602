import { dateTime } from '../../../core/dates.ts';
import { useSpeech } from '../speech.tsx';
import { fromNow } from '../times.ts';

/** A moment, in the reader's time zone; the exact one behind it. @param time ISO 8601. @param ago how long ago instead */
export function When({ time, ago = false }: { time: string; ago?: boolean }) {
  const { t, language } = useSpeech();
  const isNow = Math.abs(Date.parse(time) - Date.now()) < 60_000;
  const here = dateTime(time, language);
  return (
    <time dateTime={time} title={ago ? `${here} · ${time}` : time}>
      {!ago ? here : isNow ? t('time.justNow') : fromNow(time, Date.now(), language)}
    </time>
  );
}
