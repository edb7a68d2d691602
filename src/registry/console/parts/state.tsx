import type { DeclineReason } from '../../../core/report.ts';
import type { CaseRow } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { declinedWord } from '../words.ts';

/** What a case has come to. */
export function StateBadge(props: { state: CaseRow['state']; reason: DeclineReason | null }) {
  const { t } = useSpeech();
  const { state, reason } = props;
  return (
    <span class={`badge state-${state}`}>
      {t(`case.state.${state}`)}
      {reason && <>: {t(declinedWord(reason))}</>}
    </span>
  );
}
