import type { Finding } from '../../messages.ts';
import { useSpeech } from '../language.tsx';
import { date } from '../times.ts';
import { type Asked, useReply } from '../use-reply.ts';
import { visible } from '../visible.ts';
import type { Fact } from './facts.tsx';

type Why = Asked<{ readonly reason: string | null; readonly time: string | null }>;

/** The reason and the date of an entry, asked of its feed: only to be used where a person has opened the details. */
export function useWhy(finding: Finding): readonly Fact[] {
  const { t, language } = useSpeech();
  const why: Why = useReply('stop.why', { key: finding.key, feed: finding.feed });
  const time = why.reply?.time ?? null;
  return [
    [t('stop.details.reason'), <Reason key="reason" why={why} feed={finding.feedName} />],
    [t('stop.details.since'), time === null ? null : date(time, language)],
  ];
}

function Reason({ why, feed }: { why: Why; feed: string }) {
  const { t } = useSpeech();
  if (why.state === 'loading') return <span role="status">{t('stop.why.loading', { feed })}</span>;
  if (why.state === 'failed') {
    return (
      <>
        {t('stop.why.offline', { feed })}{' '}
        <button type="button" class="link" onClick={why.ask}>
          {t('app.again')}
        </button>
      </>
    );
  }
  const reason = why.reply?.reason ?? null;
  return <bdi>{reason === null ? t('stop.why.none', { feed }) : visible(reason)}</bdi>;
}
