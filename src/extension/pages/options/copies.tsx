import { useEffect, useState } from 'preact/hooks';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { useReply } from '../use-reply.ts';

/** The copied addresses that are remembered: what for, how many, and the way to forget them. */
export function Copies() {
  const { t } = useSpeech();
  const { state, reply, ask } = useReply('copies.show', {});
  const [kept, setKept] = useState(reply);
  const [failed, setFailed] = useState(false);
  useEffect(() => setKept(reply), [reply]);
  const count = kept?.count ?? 0;
  const forget = () => {
    setFailed(false);
    send('copies.forget', {}).then(setKept, () => setFailed(true));
  };
  return (
    <section>
      <h2>{t('copies.title')}</h2>
      <p>{t('copies.note')}</p>
      {state === 'failed' && <Failure text={t('app.failed')} again={ask} />}
      <p role="status" class="quiet-text">
        {kept !== null && (count === 0 ? t('copies.none') : t('copies.count', { count }))}
      </p>
      {count > 0 && (
        <button type="button" onClick={forget}>
          {t('copies.forget')}
        </button>
      )}
      {failed && <Failure text={t('copies.failed')} />}
    </section>
  );
}
