import { useEffect, useState } from 'preact/hooks';
import { dateTime } from '../../../core/dates.ts';
import { limits } from '../../../core/limits.ts';
import { visible } from '../../../core/visible.ts';
import type { SentAddition, SentReport } from '../../messages.ts';
import { send } from '../../send.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { useReply } from '../use-reply.ts';
import { AddForm } from './add-form.tsx';
import { LatePicture } from './sent.tsx';

/** The reports of this browser, newest first: what is known here at once, then what the registry says. */
export function MyReports() {
  const { t } = useSpeech();
  const [anew, setAnew] = useState(false);
  const known = useReply('report.list', {});
  const checked = useReply('report.check', { anew });
  const reports = checked.reply ?? known.reply;
  const shown = checked.state !== 'loading' && reports !== null;
  // What was shown as new is no news the next time.
  useEffect(() => {
    if (shown) send('report.seen', {}).catch(() => {});
  }, [shown]);
  const ask = () => (anew ? checked.ask() : setAnew(true));
  if (reports === null) {
    if (known.state !== 'failed') return <p role="status">{t('app.loading')}</p>;
    return <Failure text={t('reports.failed')} again={known.ask} />;
  }
  if (reports.length === 0) return <p class="quiet-text">{t('reports.none')}</p>;
  return (
    <>
      <ul class="reports">
        {reports.map((report) => (
          <ReportLine key={report.report.id} sent={report} changed={checked.ask} />
        ))}
      </ul>
      <button type="button" class="small" aria-disabled={checked.state === 'loading'} onClick={ask}>
        {t(checked.state === 'loading' ? 'reports.checking' : 'reports.check')}
      </button>
    </>
  );
}

interface ReportLineProps {
  readonly sent: SentReport;
  /** Called when the report is another than it was. */
  readonly changed: () => void;
}

function ReportLine({ sent: before, changed }: ReportLineProps) {
  const { t, language } = useSpeech();
  const [after, setAfter] = useState<SentReport | null>(null);
  const sent = after ?? before;
  // What was asked later is newer.
  useEffect(() => setAfter(null), [before]);
  const { state, since } = sent;
  const refused = sent.error === null ? t('reports.refused.unknown') : visible(sent.error);
  const reason = sent.reason === null ? refused : t(`declined.${sent.reason}`);
  return (
    <li>
      <bdi class="subject">{visible(sent.report.subject)}</bdi>
      <p class="when">
        {t(kindWord(sent.report.kind))} · {dateTime(sent.created, language)}
      </p>
      <p class={`state ${state}`}>
        {sent.isNews && <span class="news">{t('reports.news')}</span>}{' '}
        {t(`reports.state.${state}`, { reason })}
        {since !== null && state !== 'received' && <span class="since"> · {dateTime(since, language)}</span>}
      </p>
      <LatePicture report={sent} />
      {sent.additions.length > 0 && <Additions additions={sent.additions} />}
      {state === 'waiting' && <CancelButton id={sent.report.id} changed={changed} />}
      {sent.receipt !== null && sent.additions.length < limits.additionsPerReport && (
        <AddForm id={sent.report.id} added={setAfter} />
      )}
    </li>
  );
}

function Additions({ additions }: { additions: readonly SentAddition[] }) {
  const { t } = useSpeech();
  return (
    <ul class="additions">
      {additions.map(({ id, note, state, error }) => (
        <li key={id}>
          {t(`reports.added.${state}`, {
            reason: error === null ? t('reports.refused.unknown') : visible(error),
          })}
          <bdi>{visible(note)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function CancelButton({ id, changed }: { id: string; changed: () => void }) {
  const { t } = useSpeech();
  return (
    <button type="button" class="link" onClick={() => send('report.cancel', { id }).then(changed, () => {})}>
      {t('report.cancel')}
    </button>
  );
}
