import type { Trouble } from '../../troubles.ts';
import { useSpeech } from '../language.tsx';
import { useReply } from '../use-reply.ts';
import { SignIcon } from './sign-icon.tsx';

/** What keeps Baize from doing what it promises, and what to do about each; nothing where all is well. */
export function Troubles({ troubles }: { troubles: readonly Trouble[] }) {
  const { t } = useSpeech();
  return troubles.map((trouble) => (
    <section key={trouble} class="trouble" role="alert">
      <SignIcon sign="stop" />
      <div>
        <h2>{t(`trouble.${trouble}`)}</h2>
        <p>{t(`trouble.${trouble}.text`)}</p>
      </div>
    </section>
  ));
}

/** The same, as the background knows it now. */
export function TroublesNow() {
  const { reply } = useReply('troubles.show', {});
  return <Troubles troubles={reply ?? []} />;
}
