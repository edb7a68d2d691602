import { useSpeech } from '../speech.tsx';

/** "1 report", "7 reports". */
export function ReportCount({ of }: { of: number }) {
  const { t } = useSpeech();
  return <>{t(of === 1 ? 'row.report' : 'row.reports', { count: of })}</>;
}
