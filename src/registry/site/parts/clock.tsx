import { useSpeech } from '../speech.tsx';
import type { WordKey } from '../words.ts';
import { When } from './when.tsx';

/** When something is due, and whether it came. */
export interface Due {
  readonly name: WordKey;
  readonly by: string;
  readonly done: string | null;
}

/** What was promised by when: met, still open, or overdue in so many words. */
export function Clock({ dues, now = Date.now() }: { dues: readonly Due[]; now?: number }) {
  const { t } = useSpeech();
  return (
    <ol class="clock">
      {dues.map(({ name, by, done }) => {
        const state = done !== null ? 'done' : now > Date.parse(by) ? 'overdue' : 'open';
        return (
          <li key={name} class={`clock-${state}`}>
            <b>{t(name)}</b>
            <span>
              {t(`site.clock.${state}`)} <When time={done ?? by} exact />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
