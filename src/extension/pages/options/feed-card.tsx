import { useRef } from 'preact/hooks';
import { dateTime } from '../../../core/dates.ts';
import { visible } from '../../../core/visible.ts';
import type { FeedState } from '../../messages.ts';
import type { WordKey } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { ago } from '../times.ts';
import { LogEvidence } from './evidence.tsx';

/** The sentence, with what to do, for each error a person can do something about or should understand. */
const errors: Readonly<Record<string, WordKey>> = {
  network: 'error.network',
  spent: 'error.spent',
  access: 'error.access',
  expired: 'error.expired',
  threshold: 'error.threshold',
  rollback: 'error.rollback',
  hash: 'error.hash',
  length: 'error.length',
  format: 'error.format',
  missing: 'error.missing',
  sanity: 'error.sanity',
  log: 'error.log',
  store: 'error.store',
};

/** One feed: its release in force, how old that is, who signed it, and what went wrong last. @param show takes the feeds as they are now */
export function FeedCard({ feed, show }: { feed: FeedState; show: (feeds: readonly FeedState[]) => void }) {
  const { t } = useSpeech();
  const title = useRef<HTMLHeadingElement>(null);
  // The button that was pressed goes with the evidence: the focus moves to the feed it was about.
  const forgotten = (feeds: readonly FeedState[]) => {
    title.current?.focus();
    show(feeds);
  };
  return (
    <article class="card">
      <h3 ref={title} tabIndex={-1}>
        {feed.name}
      </h3>
      {feed.error !== null && <FeedError error={feed.error} />}
      {feed.evidence.length > 0 && <LogEvidence feed={feed} show={forgotten} />}
      {feed.stale && !feed.isClockWrong && <p class="notice caution">{t('feed.stale')}</p>}
      <Facts facts={useFacts(feed)} />
      {feed.ignored.length > 0 && (
        <Disclosure title={t('feed.ignored', { count: feed.ignored.length })}>
          <p>{t('feed.ignored.note')}</p>
          <ul class="keys">
            {feed.ignored.map((key) => (
              <li key={key}>
                <bdi>{visible(key)}</bdi>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </article>
  );
}

function FeedError({ error }: { error: NonNullable<FeedState['error']> }) {
  const { t } = useSpeech();
  return (
    <div class="notice caution">
      <p>{t(errors[error.code] ?? 'error.other')}</p>
      <Disclosure title={t('feed.message')}>
        <p lang="en">
          <bdi>{visible(error.message)}</bdi>
        </p>
      </Disclosure>
    </div>
  );
}

function useFacts(feed: FeedState): readonly Fact[] {
  const { t, language } = useSpeech();
  const when = (time: string | null) => {
    const age = ago(time, Date.now(), language);
    return time === null ? (
      age
    ) : (
      <time dateTime={time} title={dateTime(time, language)}>
        {age}
      </time>
    );
  };
  return [
    [t('feed.version'), String(feed.version)],
    [t('feed.entries'), feed.entries.toLocaleString(language)],
    [t('feed.age'), when(feed.signed)],
    [t('feed.checked'), when(feed.checked)],
    [t('feed.signers'), t('feed.signers.count', { signers: feed.signers, threshold: feed.threshold })],
    [
      t('feed.log'),
      feed.logged === null
        ? t('feed.log.none')
        : t('feed.log.count', { count: feed.logged.toLocaleString(language) }),
    ],
    [t('feed.source'), t(`feed.source.${feed.source}`)],
    [t('feed.address'), <bdi key="address">{visible(feed.feed)}</bdi>],
  ];
}
