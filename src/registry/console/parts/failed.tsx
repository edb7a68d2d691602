import { BaizeError } from '../../../core/errors.ts';
import { Refusal } from '../../refusal.ts';
import { useSpeech } from '../speech.tsx';
import type { WordKey } from '../words.ts';

const said: Readonly<Record<number, WordKey>> = {
  0: 'failed.network',
  400: 'failed.input',
  401: 'failed.signin',
  403: 'failed.role',
  404: 'failed.missing',
  409: 'failed.conflict',
  413: 'failed.length',
  429: 'failed.rate',
};

/** What did not work, what to do, and what the registry said of it. What was typed stays. */
export function Failed({ error, again }: { error: Error; again?: () => void }) {
  const { t } = useSpeech();
  const status = error instanceof Refusal ? error.status : error instanceof BaizeError ? 400 : 503;
  return (
    <div class="failure" role="alert">
      <p>{t(said[status] ?? 'failed.unavailable')}</p>
      <p class="said" lang="en">
        {error.message}
      </p>
      {again && (
        <button type="button" class="small" onClick={again}>
          {t('app.again')}
        </button>
      )}
    </div>
  );
}
