import type { AppealRow } from '../../desk/api.ts';
import { useSpeech } from '../speech.tsx';
import { lengthOf } from '../times.ts';
import { When } from './when.tsx';

/** What an appeal was promised by when: done, how long there is left, or how long it is overdue, in words and in colour. */
export function Clock({ of }: { of: AppealRow }) {
  return (
    <dl class="clock">
      <Due name="answer" by={of.answerBy} done={of.answered ?? of.decided} />
      <Due name="decide" by={of.decideBy} done={of.decided} />
    </dl>
  );
}

function Due({ name, by, done }: { name: 'answer' | 'decide'; by: string; done: string | null }) {
  const { t, language } = useSpeech();
  const left = Date.parse(by) - Date.now();
  const state = done !== null ? 'done' : left < 0 ? 'overdue' : 'open';
  return (
    <div class={`clock-${state}`}>
      <dt>{t(`clock.${name}`)}</dt>
      <dd>
        {state === 'done' ? (
          <>
            {t('clock.done')} <When time={done!} />
          </>
        ) : (
          <>
            {t(`clock.${state}`, { length: lengthOf(Math.abs(left), language) })}{' '}
            <small>
              <When time={by} />
            </small>
          </>
        )}
      </dd>
    </div>
  );
}
