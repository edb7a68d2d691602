import { useSpeech } from '../language.tsx';
import { ago } from '../times.ts';
import { useReply } from '../use-reply.ts';

/** What was read back of the browser's rules, and how much they cannot name. */
export function Gate() {
  const { t, language } = useSpeech();
  const { reply } = useReply('gate.show', {});
  if (reply === null) return null;
  const { read, isAsListed, left } = reply;
  return (
    <section>
      <h2>{t('gate.title')}</h2>
      {read === null && <p>{t('gate.unread')}</p>}
      {read !== null && !isAsListed && <p class="notice caution">{t('gate.wrong')}</p>}
      {read !== null && isAsListed && <p>{t('gate.asListed', { age: ago(read, Date.now(), language) })}</p>}
      {left > 0 && <p>{t('gate.left', { count: left })}</p>}
    </section>
  );
}
