import { useState } from 'preact/hooks';
import { visible } from '../../../core/visible.ts';
import type { Finding } from '../../messages.ts';
import { send } from '../../send.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from './failure.tsx';

interface EntryPageProps {
  readonly finding: Finding;
  /** Host of the publisher's public pages. */
  readonly site: string;
  /** The tab beside which it opens. */
  readonly tabId: () => Promise<number>;
}

/** The way to the public page of an entry, and what its publisher learns by it: opened only when a person asks (R12). */
export function EntryPage({ finding: { key, feed }, site, tabId }: EntryPageProps) {
  const { t } = useSpeech();
  const [failed, setFailed] = useState(false);
  const open = async () => send('entry.open', { key, feed, tabId: await tabId() });
  return (
    <div class="entry-page">
      <p>{t('stop.mistake.text')}</p>
      <button
        type="button"
        onClick={() => {
          setFailed(false);
          open().catch(() => setFailed(true));
        }}
      >
        {t('entry.open')}
      </button>
      <p>
        <small>{t('entry.leaves', { site: visible(site) })}</small>
      </p>
      {failed && <Failure text={t('entry.failed')} />}
    </div>
  );
}
