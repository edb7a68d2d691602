import type { ComponentChildren } from 'preact';
import type { BaizeError, ErrorCode } from '../../../core/errors.ts';
import { useSpeech } from '../speech.tsx';
import type { Loaded } from '../use-loaded.ts';
import type { WordKey } from '../words.ts';

/** What is loaded, once it is there; until then that it is on its way, or why it did not come and how to go on. */
export function Waiting<T>({ on, children }: { on: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const { t } = useSpeech();
  if (on.state === 'loading') {
    return (
      <p class="loading" role="status">
        {t('app.loading')}
      </p>
    );
  }
  if (on.state === 'failed') return <Failed error={on.error} again={on.again} />;
  return <>{children(on.value)}</>;
}

export function Failed({ error, again }: { error: BaizeError; again?: () => void }) {
  const { t } = useSpeech();
  return (
    <div class="failure" role="alert">
      <p>{t(failureOf(error.code))}</p>
      <p>
        <small>{t('site.failed.message', { message: error.message })}</small>
      </p>
      {again && (
        <p>
          <button type="button" onClick={again}>
            {t('app.again')}
          </button>
        </p>
      )}
    </div>
  );
}

/** What a reader can do about it: wait, check the clock, or believe nothing of it. */
function failureOf(code: ErrorCode): WordKey {
  if (code === 'network' || code === 'missing') return 'site.failed.network';
  if (code === 'expired') return 'site.failed.expired';
  return code === 'input' ? 'site.failed.input' : 'site.failed.forged';
}
