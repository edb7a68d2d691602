import { useSpeech } from '../speech.tsx';
import type { WordKey } from '../words.ts';
import { When } from './when.tsx';

/** When an appeal has to be answered and decided, and when it was. */
interface Dates {
  readonly answerBy: string;
  readonly decideBy: string;
  readonly answered: string | null;
  readonly decided: string | null;
}

/** What was promised by when: met, still open, or overdue in so many words. A decision is an answer, too. */
export function AppealClock({ of: { answerBy, decideBy, answered, decided } }: { of: Dates }) {
  return (
    <ol class="clock">
      <Due name="site.clock.answer" by={answerBy} done={answered ?? decided} />
      <Due name="site.clock.decision" by={decideBy} done={decided} />
    </ol>
  );
}

function Due({ name, by, done }: { name: WordKey; by: string; done: string | null }) {
  const { t } = useSpeech();
  const state = done !== null ? 'done' : Date.now() > Date.parse(by) ? 'overdue' : 'open';
  return (
    <li class={`clock-${state}`}>
      <b>{t(name)}</b>
      <span>
        {t(`site.clock.${state}`)} <When time={done ?? by} exact />
      </span>
    </li>
  );
}
