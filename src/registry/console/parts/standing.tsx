import type { CaseRow } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';

type Counted = Pick<CaseRow['standing'], 'lists' | 'clears' | 'quorum'>;

/** How far a key is from a decision: "1 of 2 to list, 1 more is needed". */
export function StandingText({ lists, clears, quorum }: Counted) {
  const { t } = useSpeech();
  if (lists === 0 && clears === 0) return <span class="quiet-text">{t('standing.none')}</span>;
  const parts = [
    ...(lists > 0 ? ([['list', lists]] as const) : []),
    ...(clears > 0 ? ([['clear', clears]] as const) : []),
  ];
  return (
    <span class="standing">
      {parts.map(([action, have]) => (
        <span key={action} class={`standing-${action}`}>
          <Pips have={have} of={quorum} />{' '}
          {t(have >= quorum ? `standing.${action}.enough` : `standing.${action}`, {
            have,
            quorum,
            more: quorum - have,
          })}
        </span>
      ))}
    </span>
  );
}

/** One dot a voice; the words beside it say the same. */
function Pips({ have, of }: { have: number; of: number }) {
  const shown = Math.min(of, 10);
  return (
    <svg class="pips" width={shown * 12} height="10" viewBox={`0 0 ${shown * 12} 10`} aria-hidden="true">
      {Array.from({ length: shown }, (_, i) => (
        <circle key={i} class={i < have ? 'pip-full' : 'pip'} cx={i * 12 + 5} cy="5" r="4" />
      ))}
    </svg>
  );
}
