import { dateTime } from '../../../core/dates.ts';
import { visible } from '../../../core/visible.ts';
import type { SentReport } from '../../messages.ts';
import { kindWord } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { useReply } from '../use-reply.ts';

/** The reports of this browser, newest first, and what became of each. */
export function MyReports() {
  const { t } = useSpeech();
  const { state, reply, ask } = useReply('report.list', {});
  if (state === 'failed') return <Failure text={t('reports.failed')} again={ask} />;
  if (reply === null) return <p role="status">{t('app.loading')}</p>;
  if (reply.length === 0) return <p class="quiet-text">{t('reports.none')}</p>;
  return (
    <ul class="reports">
      {reply.map((report) => (
        <ReportLine key={report.report.id} sent={report} />
      ))}
    </ul>
  );
}

function ReportLine({ sent }: { sent: SentReport }) {
  const { t, language } = useSpeech();
  const refused = sent.error === null ? t('reports.refused.unknown') : visible(sent.error);
  const reason = sent.reason === null ? refused : t(`declined.${sent.reason}`);
  return (
    <li>
      <bdi class="subject">{visible(sent.report.subject)}</bdi>
      <p class="when">
        {t(kindWord(sent.report.kind))} · {dateTime(sent.created, language)}
      </p>
      <p class={`state ${sent.state}`}>{t(`reports.state.${sent.state}`, { reason })}</p>
    </li>
  );
}
