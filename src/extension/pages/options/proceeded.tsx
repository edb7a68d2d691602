import { useEffect, useState } from 'preact/hooks';
import { dateTime } from '../../../core/dates.ts';
import { unicodeHost } from '../../../core/punycode.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { useReply } from '../use-reply.ts';

/** The sites a person chose to continue to, and the way back. */
export function Proceeded() {
  const { t } = useSpeech();
  const { state, reply, ask } = useReply('proceed.list', {});
  const [sites, setSites] = useState(reply);
  const [failed, setFailed] = useState(false);
  useEffect(() => setSites(reply), [reply]);
  const undo = (host: string) => send('proceed.undo', { host }).then(setSites, () => setFailed(true));
  return (
    <section>
      <h2>{t('proceeded.title')}</h2>
      {state === 'failed' && <Failure text={t('app.failed')} again={ask} />}
      {sites?.length === 0 && <p class="quiet-text">{t('proceeded.none')}</p>}
      <ul class="sites">
        {sites?.map(({ host, until }) => (
          <Site key={host} host={host} until={until} undo={() => undo(host)} />
        ))}
      </ul>
      {failed && <Failure text={t('proceeded.failed')} />}
    </section>
  );
}

function Site({ host, until, undo }: { host: string; until: string; undo: () => void }) {
  const { t, language } = useSpeech();
  const name = unicodeHost(host);
  return (
    <li>
      <div>
        <bdi>{name}</bdi>
        <p>{t('proceeded.until', { time: dateTime(until, language) })}</p>
      </div>
      <button type="button" onClick={undo}>
        {t('proceeded.undo')}
        <span class="unseen"> {name}</span>
      </button>
    </li>
  );
}
