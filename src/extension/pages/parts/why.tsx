import { date } from '../../../core/dates.ts';
import { visible } from '../../../core/visible.ts';
import type { Finding, Voice } from '../../messages.ts';
import { useSpeech } from '../language.tsx';
import { type Asked, useReply } from '../use-reply.ts';
import type { Fact } from './facts.tsx';

type Why = Asked<{ readonly voices: readonly Voice[] }>;

/** Who listed an entry, when and why, asked of its feed: only to be used where a person has opened the details. */
export function useWhy(finding: Finding): readonly Fact[] {
  const { t, language } = useSpeech();
  const why: Why = useReply('stop.why', { key: finding.key, feed: finding.feed });
  const voices = why.reply?.voices ?? [];
  const first = voices.map(({ time }) => time).sort()[0];
  return [
    [t('stop.details.members'), voices.length === 0 ? null : <Members key="members" voices={voices} />],
    [t('stop.details.reason'), <Reasons key="reasons" why={why} feed={finding.feedName} />],
    [t('stop.details.since'), first === undefined ? null : date(first, language)],
  ];
}

function Members({ voices }: { voices: readonly Voice[] }) {
  const { t, language } = useSpeech();
  const names = voices.map(({ member }) => visible(member));
  const [only] = voices;
  return (
    <>
      <bdi>{new Intl.ListFormat(language).format(names)}</bdi>
      {voices.length === 1 && only!.emergency && <p>{t('stop.why.emergency')}</p>}
    </>
  );
}

function Reasons({ why, feed }: { why: Why; feed: string }) {
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
  const told = (why.reply?.voices ?? []).filter(({ reason }) => reason !== null);
  if (told.length === 0) return <bdi>{t('stop.why.none', { feed })}</bdi>;
  return (
    <>
      {told.map(({ member, reason }) => (
        <p key={member}>
          <bdi>{t('stop.why.said', { member: visible(member), reason: visible(reason!) })}</bdi>
        </p>
      ))}
    </>
  );
}
