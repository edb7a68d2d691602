import { useLocation } from 'preact-iso';
import type { CaseShown } from '../../desk/api.ts';
import { useEvents } from '../events.ts';
import { neighbour, queue } from '../marked.ts';
import { Around } from '../parts/around.tsx';
import { Answer } from '../parts/asked.tsx';
import { CaseWork, Notes } from '../parts/case-actions.tsx';
import { KeyText } from '../parts/key-text.tsx';
import { ReportCount } from '../parts/report-count.tsx';
import { Reports } from '../parts/reports.tsx';
import { StateBadge } from '../parts/state.tsx';
import { VotePanel } from '../parts/vote-panel.tsx';
import { Votes } from '../parts/votes.tsx';
import { When } from '../parts/when.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useSpeech, useTitle } from '../speech.tsx';
import { useAsked } from '../use-asked.ts';

/** One case, with everything that is known of it. */
export function CasePage({ id = '' }: { id?: string }) {
  const { t } = useSpeech();
  const asked = useAsked<CaseShown>(`cases/${encodeURIComponent(id)}`);
  const { again } = asked;
  useEvents(({ what, of }) => {
    if (what !== 'staff' && (of === 0 || what !== 'case' || of === Number(id))) again();
  });
  useCaseKeys(Number(id));
  return (
    <>
      <p class="back">
        <a href={queue.address}>← {t('nav.queue')}</a>
      </p>
      <Answer of={asked}>{(found) => <Shown key={found.id} of={found} again={again} />}</Answer>
    </>
  );
}

function Shown({ of, again }: { of: CaseShown; again: () => void }) {
  const { t } = useSpeech();
  useTitle({ text: of.key });
  return (
    <>
      <div class="case-head">
        <h1>
          <KeyText of={of.key} />
        </h1>
        <StateBadge state={of.state} reason={of.reason} />
        <p class="quiet-text">
          <ReportCount of={of.reports} /> · {t('row.first')} <When time={of.first} /> · {t('row.latest')}{' '}
          <When time={of.latest} />
        </p>
      </div>
      <CaseWork of={of} again={again} />
      <a class="to-vote" href="#vote">
        {t('vote.jump')}
      </a>
      <div class="case">
        <div class="case-facts">
          <Reports of={of.filed} />
          <Around of={of} />
          <Notes of={of} again={again} />
        </div>
        <div class="case-vote">
          <Votes standing={of.standing} />
          {of.listable ? (
            <VotePanel target={of.key} standing={of.standing} likely={of.kinds[0]?.[0]} onVoted={again} />
          ) : (
            <p class="notice">{t('case.notListable')}</p>
          )}
        </div>
      </div>
    </>
  );
}

function useCaseKeys(id: number): void {
  const { route } = useLocation();
  const go = (step: 1 | -1) => {
    const next = neighbour(id, step);
    if (next !== null) route(`/console/cases/${next}`);
  };
  useShortcuts({
    n: () => go(1),
    p: () => go(-1),
    u: () => route(queue.address),
    v: () => document.querySelector<HTMLInputElement>('#vote input, #vote select')?.focus(),
  });
}
