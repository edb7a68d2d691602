import type { AppealReceipt } from '../../../core/report.ts';
import { whyPath } from '../../../core/site-address.ts';
import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { Answers } from './answers.tsx';
import { AppealClock } from './clock.tsx';
import { KeyText } from './key-text.tsx';
import { When } from './when.tsx';

/** An appeal as its sender sees it: what it came to, by when, and what was answered. */
export function AppealShown({ status, verified }: { status: AppealReceipt; verified: Verified }) {
  const { t } = useSpeech();
  const { state, received } = status;
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
      <AppealClock of={status} />
      <Answers answers={status.answers} verified={verified} />
      <p class="notice">{t('site.never')}</p>
    </>
  );
}
