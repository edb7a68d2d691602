import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Trouble } from '../../troubles.ts';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { useReply } from '../use-reply.ts';
import { AllowAccess } from './allow-access.tsx';
import { SignIcon } from './sign-icon.tsx';

/** What a person can do about a trouble from here. */
const remedies: Readonly<Partial<Record<Trouble, ComponentType>>> = { access: AllowAccess };

/** What keeps Baize from doing what it promises, and what to do about each; nothing where all is well. */
export function Troubles({ troubles }: { troubles: readonly Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <div class="troubles">
      {troubles.map((trouble) => (
        <TroubleNotice key={trouble} trouble={trouble} />
      ))}
    </div>
  );
}

function TroubleNotice({ trouble }: { trouble: Trouble }) {
  const { t } = useSpeech();
  const Remedy = remedies[trouble];
  return (
    <section class="trouble">
      <SignIcon sign="stop" />
      <div>
        <div role="alert">
          <h2>{t(`trouble.${trouble}`)}</h2>
          <p>{t(`trouble.${trouble}.text`)}</p>
        </div>
        {Remedy !== undefined && <Remedy />}
      </div>
    </section>
  );
}

/** The same, as the background knows it now. */
export function TroublesNow() {
  const { reply, ask } = useReply('troubles.show', {});
  useTroubleNews(ask);
  return <Troubles troubles={reply ?? []} />;
}

/** Calls back when a trouble came or went. */
export function useTroubleNews(hear: () => void): void {
  useEffect(() => door.hearTroubles(hear), [hear]);
}
