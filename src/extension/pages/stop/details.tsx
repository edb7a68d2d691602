import { visible } from '../../../core/visible.ts';
import type { FeedState, Finding, StopState } from '../../messages.ts';
import { kindWord, type WordKey } from '../../words.ts';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { EntryPage } from '../parts/entry-page.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { useWhy } from '../parts/why.tsx';
import { ago } from '../times.ts';
import { Proceed } from './proceed.tsx';

const paidSteps = ['stop.paid.1', 'stop.paid.2', 'stop.paid.3', 'stop.paid.4', 'stop.paid.5'] as const;
const regions = ['cn', 'hk', 'tw', 'sg', 'us', 'gb', 'other'] as const;

/** Why the site is listed, what to do after paying, whom to call, how to object, and the way on. */
export function Details({ stop, finding }: { stop: StopState; finding: Finding }) {
  const { t } = useSpeech();
  const entry = useEntryFacts(stop, finding);
  return (
    <>
      <Facts facts={entry} />
      <h2>{t('stop.paid')}</h2>
      <ol>
        {paidSteps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <h2>{t('stop.help')}</h2>
      <Facts facts={regions.map((region) => [t(`stop.help.${region}`), t(`stop.help.${region}.text`)])} />
      <h2>{t('stop.mistake')}</h2>
      {stop.feed !== null && <EntryPage finding={finding} site={stop.feed.site} tabId={door.ownTab} />}
      <Proceed url={stop.url} host={stop.host} isPrivate={stop.isPrivate} />
    </>
  );
}

function useEntryFacts(stop: StopState, finding: Finding): readonly Fact[] {
  const { t } = useSpeech();
  const why = useWhy(finding);
  const feedFacts = useFeedFacts(stop.feed);
  return [
    [t('stop.details.kind'), t(kindWord(finding.kind))],
    ...why,
    [t('stop.details.feed'), finding.feedName],
    [t('stop.details.key'), <bdi key="key">{visible(finding.key)}</bdi>],
    ...feedFacts,
    [t('stop.details.address'), <bdi key="url">{visible(stop.url)}</bdi>],
  ];
}

function useFeedFacts(feed: FeedState | null): readonly Fact[] {
  const { t, language } = useSpeech();
  if (feed === null) return [];
  const signers: WordKey = 'stop.details.signers.count';
  return [
    [t('stop.details.version'), String(feed.version)],
    [t('stop.details.age'), ago(feed.signed, Date.now(), language)],
    [t('stop.details.signers'), t(signers, { signers: feed.signers, threshold: feed.threshold })],
  ];
}
