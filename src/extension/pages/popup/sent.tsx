import { useEffect, useRef } from 'preact/hooks';
import { visible } from '../../../core/visible.ts';
import type { SentReport } from '../../messages.ts';
import { useSpeech } from '../language.tsx';

/** What became of the report that was just sent. */
export function Sent({ report, again }: { report: SentReport; again: () => void }) {
  const { t } = useSpeech();
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the focus moves to what took its place.
  useEffect(() => place.current?.focus(), []);
  const reason = report.error === null ? t('reports.refused.unknown') : visible(report.error);
  return (
    <div class={`sent ${report.state}`} role="status" tabIndex={-1} ref={place}>
      <p>{t(`report.sent.${report.state}`, { reason })}</p>
      <LatePicture report={report} />
      <button type="button" onClick={again}>
        {t('report.another')}
      </button>
    </div>
  );
}

/** Of a picture that did not go with its report. */
export function LatePicture({ report: { state, picture } }: { report: SentReport }) {
  const { t } = useSpeech();
  if (picture === 'lost') return <p>{t('report.sent.picture.lost')}</p>;
  return picture === 'waiting' && state !== 'waiting' ? <p>{t('report.sent.picture.waiting')}</p> : null;
}
