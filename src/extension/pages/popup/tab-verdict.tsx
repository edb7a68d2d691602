import { visible } from '../../../core/visible.ts';
import type { FeedState, TabState } from '../../messages.ts';
import { kindWord, type WordKey } from '../../words.ts';
import { useSpeech } from '../language.tsx';
import { type Sign, SignIcon } from '../parts/sign-icon.tsx';
import { ago } from '../times.ts';

type Headline = TabState['verdict'] | 'cut' | 'address' | 'withheld' | 'unguarded' | 'noFeed';

const signs: Readonly<Record<Headline, Sign>> = {
  stop: 'stop',
  proceeded: 'stop',
  caution: 'caution',
  cut: 'caution',
  address: 'caution',
  withheld: 'caution',
  unguarded: 'quiet',
  unlisted: 'quiet',
  unknown: 'quiet',
  noFeed: 'caution',
};

/**
 * What there is to say about a tab first: without a feed that; and before "not on the list", that something was cut out,
 * that there is a listed address, or that nobody looked for one.
 */
function headlineOf(tab: TabState): Headline {
  if (tab.feeds.length === 0) return 'noFeed';
  if (tab.verdict !== 'unlisted') return tab.verdict;
  if (tab.cuts.length > 0) return 'cut';
  if (tab.guard !== 'there') return tab.guard === 'withheld' ? 'withheld' : 'unguarded';
  const listed = tab.addresses.some(({ finding }) => finding !== null);
  return listed ? 'address' : 'unlisted';
}

/** The verdict of a tab, in words, with colour and sign; who says so; how old that is. */
export function TabVerdict({ tab }: { tab: TabState }) {
  const { t } = useSpeech();
  const headline = headlineOf(tab);
  const note: WordKey = `tab.${headline}.note`;
  return (
    <section class={`verdict ${signs[headline]}`}>
      <SignIcon sign={signs[headline]} />
      <div>
        <h1>{t(`tab.${headline}`)}</h1>
        {tab.url !== null && <PageHost url={tab.url} />}
        {tab.finding !== null && (
          <p>
            <b>{t('tab.by', { kind: t(kindWord(tab.finding.kind)), feed: tab.finding.feedName })}</b>
          </p>
        )}
        <p>{t(note)}</p>
        {tab.feeds.map((feed) => (
          <Age key={feed.feed} feed={feed} />
        ))}
      </div>
    </section>
  );
}

function PageHost({ url }: { url: string }) {
  return (
    <p class="page-host">
      <bdi>{visible(URL.parse(url)?.host || url)}</bdi>
    </p>
  );
}

function Age({ feed }: { feed: FeedState }) {
  const { t, language } = useSpeech();
  const age = t('tab.age', { feed: feed.name, age: ago(feed.signed, Date.now(), language) });
  const isStale = feed.stale && !feed.isClockWrong;
  return <p class="age">{isStale ? `${age} (${t('tab.stale')})` : age}</p>;
}
