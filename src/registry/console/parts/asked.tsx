import type { ComponentChildren } from 'preact';
import { useSpeech } from '../speech.tsx';
import type { Asked } from '../use-asked.ts';
import { Failed } from './failed.tsx';

/** What the desk answered, once it is there; before that, that it is on its way, and when it failed, that. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (answer: T) => ComponentChildren }) {
  const { t } = useSpeech();
  return (
    <>
      {of.failure && <Failed error={of.failure} again={of.again} />}
      {of.answer === null && of.failure === null && (
        <p class="loading" role="status">
          {t('app.loading')}
        </p>
      )}
      {of.answer !== null && children(of.answer)}
    </>
  );
}
