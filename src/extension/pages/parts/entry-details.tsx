import { visible } from '../../../core/visible.ts';
import type { FeedState, Finding } from '../../messages.ts';
import { useSpeech } from '../language.tsx';
import { EntryPage } from './entry-page.tsx';
import { Facts } from './facts.tsx';
import { useWhy } from './why.tsx';

interface EntryDetailsProps {
  readonly finding: Finding;
  readonly feeds: readonly FeedState[];
  readonly tabId: number;
}

/** Who lists an entry, why, and how to object: asks the feed, so only where a person opens it. */
export function EntryDetails({ finding, feeds, tabId }: EntryDetailsProps) {
  const { t } = useSpeech();
  const why = useWhy(finding);
  const feed = feeds.find((one) => one.feed === finding.feed);
  return (
    <>
      <Facts
        facts={[
          [t('stop.details.feed'), finding.feedName],
          ...why,
          [t('stop.details.key'), <bdi key="key">{visible(finding.key)}</bdi>],
        ]}
      />
      {feed !== undefined && <EntryPage finding={finding} site={feed.site} tabId={async () => tabId} />}
    </>
  );
}
