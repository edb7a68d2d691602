import { useState } from 'preact/hooks';
import { unicodeHost } from '../../../core/punycode.ts';
import { send } from '../../send.ts';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';

/** The way on: plain links, each with its consequence under it (R12). */
export function Proceed({ url, host, isPrivate }: { url: string; host: string; isPrivate: boolean }) {
  const { t } = useSpeech();
  const [failed, setFailed] = useState(false);
  const proceed = (time: 'once' | 'day') => proceedTo(url, time).catch(() => setFailed(true));
  return (
    <section class="proceed">
      <h2>{t('stop.proceed')}</h2>
      <button type="button" class="link" onClick={() => proceed('once')}>
        {t('stop.proceed.once')}
      </button>
      <p>{t('stop.proceed.once.note')}</p>
      {!isPrivate && (
        <>
          <button type="button" class="link" onClick={() => proceed('day')}>
            {t('stop.proceed.day')}
          </button>
          <p>{t('stop.proceed.day.note', { host: unicodeHost(host) })}</p>
        </>
      )}
      {failed && <Failure text={t('stop.proceed.failed')} />}
    </section>
  );
}

/** Notes the choice, and only then opens the address, in place of the stop page: "back" does not lead here again. */
export async function proceedTo(url: string, time: 'once' | 'day'): Promise<void> {
  const answer = await send('stop.proceed', { url, for: time, tabId: await door.ownTab() });
  location.replace(answer.url);
}
