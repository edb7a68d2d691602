import { useState } from 'preact/hooks';
import type { FeedState } from '../../messages.ts';
import { send } from '../../send.ts';
import type { WordKey } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Failure } from '../parts/failure.tsx';
import { useReply } from '../use-reply.ts';
import { FeedCard } from './feed-card.tsx';

type Check = 'idle' | 'checking' | 'checked' | 'problem' | 'failed';

/** The feeds that are followed, and a button that looks for new releases now. */
export function Feeds() {
  const { t } = useSpeech();
  const { state, reply, ask } = useReply('feeds.show', {});
  return (
    <section>
      <h2>{t('options.feeds')}</h2>
      {state === 'failed' && <Failure text={t('app.failed')} again={ask} />}
      {state !== 'failed' && reply === null && <p role="status">{t('app.loading')}</p>}
      {reply !== null && <FeedList first={reply} />}
    </section>
  );
}

function FeedList({ first }: { first: readonly FeedState[] }) {
  const { t } = useSpeech();
  const [feeds, setFeeds] = useState(first);
  const [check, setCheck] = useState<Check>('idle');
  const sync = async () => {
    setCheck('checking');
    const checked = await send('feeds.sync', {});
    setFeeds(checked);
    setCheck(checked.some(({ error }) => error !== null) ? 'problem' : 'checked');
  };
  if (feeds.length === 0) return <p>{t('options.feeds.none')}</p>;
  return (
    <>
      {feeds.map((feed) => (
        <FeedCard key={feed.feed} feed={feed} show={setFeeds} />
      ))}
      <p class="actions">
        <button
          type="button"
          class="filled"
          aria-disabled={check === 'checking'}
          onClick={() => check !== 'checking' && sync().catch(() => setCheck('failed'))}
        >
          {t('options.feeds.check')}
        </button>
      </p>
      <CheckState check={check} />
    </>
  );
}

const outcomes: Readonly<Record<Exclude<Check, 'idle'>, WordKey>> = {
  checking: 'options.feeds.checking',
  checked: 'options.feeds.checked',
  problem: 'options.feeds.problem',
  failed: 'options.feeds.failed',
};

// The element is always there: a screen reader announces what changes in it, not what appears with it.
function CheckState({ check }: { check: Check }) {
  const { t } = useSpeech();
  return (
    <p role="status" class="check-state">
      {check === 'checking' && <progress aria-label={t('options.feeds.checking')} />}
      {check !== 'idle' && t(outcomes[check])}
    </p>
  );
}
