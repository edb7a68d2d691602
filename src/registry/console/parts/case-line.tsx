import type { CaseRow } from '../../desk/api.ts';
import { useNames } from '../desk.tsx';
import { useSpeech } from '../speech.tsx';
import { kindWord } from '../words.ts';
import { KeyText } from './key-text.tsx';
import { ReportCount } from './report-count.tsx';
import { StandingText } from './standing.tsx';
import { StateBadge } from './state.tsx';
import { When } from './when.tsx';

/** Kinds named in a line; the rest are counted. */
const KINDS = 3;

/** A line of the queue. */
export function CaseLine(props: { row: CaseRow; isMarked?: boolean; mark?: () => void }) {
  const { row, isMarked, mark } = props;
  const { t } = useSpeech();
  const { person } = useNames();
  return (
    <li class="row">
      {mark && row.listable && (
        <label class="row-mark">
          <input type="checkbox" checked={isMarked ?? false} onChange={mark} />
          <span class="unseen">{t('queue.mark', { key: row.key })}</span>
        </label>
      )}
      <div class="row-what">
        <a class="row-link" href={`/console/cases/${row.id}`}>
          <KeyText of={row.key} />
        </a>
        <p class="row-kinds">
          <Kinds of={row.kinds} />
          <Found of={row.found} />
        </p>
      </div>
      <p class="row-reports">
        <b>
          <ReportCount of={row.reports} />
        </b>
        <small>
          {t('row.latest')} <When time={row.latest} ago />
          {row.reports > 1 && (
            <>
              {' · '}
              {t('row.first')} <When time={row.first} ago />
            </>
          )}
        </small>
      </p>
      <p class="row-standing">
        {row.state !== 'open' && <StateBadge state={row.state} reason={row.reason} />}
        <StandingText {...row.standing} />
        {row.standing.mine && <small>{t(`standing.mine.${row.standing.mine}`)}</small>}
      </p>
      <p class="row-assigned">
        {row.assigned ? <span class="tag">{person(row.assigned)}</span> : <small>{t('row.free')}</small>}
      </p>
    </li>
  );
}

function Kinds({ of }: { of: CaseRow['kinds'] }) {
  const { t } = useSpeech();
  const named = of
    .slice(0, KINDS)
    .map(([kind, count]) => (of.length === 1 ? t(kindWord(kind)) : `${t(kindWord(kind))} ${count}`));
  const more = of.length - KINDS;
  return <>{[...named, ...(more > 0 ? [t('row.kinds.more', { count: more })] : [])].join(' · ')}</>;
}

/** What there is to look at beside the reports themselves. */
function Found({ of: { addresses, pictures } }: { of: CaseRow['found'] }) {
  const { t } = useSpeech();
  const parts = [
    ...(addresses > 0 ? [t('row.addresses', { count: addresses })] : []),
    ...(pictures > 0 ? [t('row.pictures', { count: pictures })] : []),
  ];
  return parts.length === 0 ? null : <small> · {parts.join(' · ')}</small>;
}
