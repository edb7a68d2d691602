import { useEffect, useState } from 'preact/hooks';
import { languages } from '../../../core/language.ts';
import { visible } from '../../../core/visible.ts';
import type { CaseShown, FiledReport } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { Copy } from './copy.tsx';
import { Failed } from './failed.tsx';
import { useAct } from './use-act.ts';
import { When } from './when.tsx';

/** What reporters sent, as text. */
export function Reports({ of }: { of: CaseShown['filed'] }) {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t('reports.count', { count: of.length })}</h2>
      <ol class="plain filed">
        {of.map((filed) => (
          <li key={filed.report.id} class="card">
            <OneReport filed={filed} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function OneReport({ filed }: { filed: FiledReport }) {
  const { t } = useSpeech();
  const { report } = filed;
  const language = languages.find(([id]) => id === report.language)?.[1] ?? report.language;
  return (
    <>
      <p class="filed-head">
        <b>{t(kindWord(report.kind))}</b>{' '}
        <small>
          <When time={filed.received} /> {language && `· ${visible(language)}`}{' '}
          {report.version && `· ${visible(report.version)}`}
        </small>
      </p>
      <p class="key">
        <bdi>{visible(report.subject)}</bdi>
      </p>
      {report.note && <p class="note">{visible(report.note)}</p>}
      {filed.additions.map((addition) => (
        <p key={addition.received + addition.note} class="note">
          <small>
            {t('reports.added')} <When time={addition.received} />
          </small>
          <br />
          {visible(addition.note)}
        </p>
      ))}
      {filed.picture && <Picture path={filed.picture} />}
      {filed.contact && (
        <p class="actions">
          <small>{t('reports.contact')}</small> <Copy text={filed.contact} name={t('reports.contact.copy')} />
        </p>
      )}
    </>
  );
}

/** A picture that a reporter sent: loaded when asked for, and blurred until it is asked for again. */
function Picture({ path }: { path: string }) {
  const { t } = useSpeech();
  const act = useAct();
  const [url, setUrl] = useState<string | null>(null);
  const [isClear, setClear] = useState(false);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  const load = () => act.run(async () => setUrl(await pictureUrl(path)));
  if (url === null) {
    return (
      <p>
        {act.error && <Failed error={act.error} />}
        <button type="button" class="small" disabled={act.isBusy} onClick={load}>
          {t('picture.load')}
        </button>
      </p>
    );
  }
  return (
    <figure class={isClear ? 'picture' : 'picture blurred'}>
      <div>
        <img src={url} alt={t('picture.alt')} />
      </div>
      <button type="button" class="small" aria-pressed={isClear} onClick={() => setClear(!isClear)}>
        {t(isClear ? 'picture.blur' : 'picture.show')}
      </button>
    </figure>
  );
}

async function pictureUrl(path: string): Promise<string> {
  const response = await fetch(`/v1/console/${path.replace(/^\//, '')}`, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return URL.createObjectURL(await response.blob());
}
