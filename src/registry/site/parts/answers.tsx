import { visible } from '../../../core/visible.ts';
import { useSpeech } from '../speech.tsx';
import type { Verified } from '../verify.ts';
import { useMemberName } from './alliance.tsx';
import { When } from './when.tsx';

/** What members answered to an appeal: everybody may read it. */
export function Answers({
  answers,
  verified,
}: {
  answers: readonly { readonly time: string; readonly member: string; readonly text: string }[];
  verified: Verified;
}) {
  const { t } = useSpeech();
  const nameOf = useMemberName(verified);
  if (answers.length === 0) return <p class="quiet-text">{t('site.appeal.noAnswer')}</p>;
  return (
    <ol class="answers">
      {answers.map(({ time, member, text }) => (
        <li key={time + member}>
          <p>
            <b>{nameOf(member)}</b> <When time={time} exact />
          </p>
          <p class="said">
            <bdi>{visible(text)}</bdi>
          </p>
        </li>
      ))}
    </ol>
  );
}
