import { whyPath } from '../../../core/site-address.ts';
import { visible } from '../../../core/visible.ts';
import type { AppealStatus } from '../appeals.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { useMemberName } from './alliance.tsx';
import { Clock } from './clock.tsx';
import { KeyText } from './key-text.tsx';
import { When } from './when.tsx';

/** An appeal as its sender sees it: what it came to, by when, and what was answered. */
export function AppealShown({ status, verified }: { status: AppealStatus; verified: Verified }) {
  const { t } = useSpeech();
  const { state, received, answered, decided } = status;
  return (
    <>
      <p class={`state state-${state}`}>{t(`site.appeal.state.${state}`)}</p>
      <dl class="facts">
        <div>
          <dt>{t('site.appeal.about')}</dt>
          <dd>
            <a href={`/${whyPath(status.key)}`}>
              <KeyText of={status.key} />
            </a>
          </dd>
        </div>
        <div>
          <dt>{t('site.appeal.receipt')}</dt>
          <dd>
            <code>{visible(status.receipt)}</code>
          </dd>
        </div>
        <div>
          <dt>{t('site.appeal.received')}</dt>
          <dd>
            <When time={received} exact />
          </dd>
        </div>
      </dl>
      <Clock
        dues={[
          { name: 'site.clock.answer', by: status.answerBy, done: answered ?? decided },
          { name: 'site.clock.decision', by: status.decideBy, done: decided },
        ]}
      />
      <Answers status={status} verified={verified} />
      <p class="notice">{t('site.never')}</p>
    </>
  );
}

function Answers({ status, verified }: { status: AppealStatus; verified: Verified }) {
  const { t } = useSpeech();
  const nameOf = useMemberName(verified);
  if (status.answers.length === 0) return <p class="quiet-text">{t('site.appeal.noAnswer')}</p>;
  return (
    <ol class="answers">
      {status.answers.map(({ time, member, text }) => (
        <li key={time + member}>
          <b>{nameOf(member)}</b> <When time={time} exact />
          <p class="said">
            <bdi>{visible(text)}</bdi>
          </p>
        </li>
      ))}
    </ol>
  );
}
