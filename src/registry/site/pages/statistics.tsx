import { useMemo } from 'preact/hooks';
import { Bars, Columns } from '../../charts.tsx';
import type { Statistics } from '../../desk/api.ts';
import { theAlliance } from '../feed.ts';
import { useMemberName } from '../parts/alliance.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { theStatistics } from '../statistics.ts';
import { useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';

/** Months that are drawn. */
const months = 12;

/** `/statistics` */
export function StatisticsPage() {
  const { t } = useSpeech();
  useTitle('site.nav.statistics');
  const loaded = useLoaded('statistics', () => Promise.all([theAlliance(), theStatistics()]));
  return (
    <>
      <h1>{t('site.statistics')}</h1>
      <Waiting on={loaded}>{([verified, told]) => <Shown verified={verified} told={told} />}</Waiting>
    </>
  );
}

function Shown({ verified, told }: { verified: Verified; told: Statistics }) {
  const { t } = useSpeech();
  const words = { numbers: t('site.statistics.numbers'), label: t('site.statistics.month') };
  const shown = told.months.slice(-months);
  const series = (['reports', 'listed', 'cleared'] as const).map((what) => ({
    name: t(`site.statistics.${what}`),
    values: shown.map((month) => month[what]),
  }));
  return (
    <>
      <p class="quiet-text">
        {t('site.statistics.made')} <When time={told.made} exact />
      </p>
      <Figures told={told} />
      <section>
        <h2>{t('site.statistics.kinds')}</h2>
        <Kinds told={told} />
      </section>
      <section>
        <h2>{t('site.statistics.months')}</h2>
        <Columns
          title={t('site.statistics.months.title')}
          labels={shown.map(({ month }) => month)}
          series={series}
          words={words}
        />
      </section>
      <section>
        <h2>{t('site.statistics.members')}</h2>
        <Members verified={verified} told={told} />
      </section>
      <section>
        <h2>{t('site.statistics.appeals')}</h2>
        <p>{t('site.statistics.appeals.text')}</p>
        <Bars
          title={t('site.statistics.appeals.title')}
          head={[t('site.statistics.outcome'), t('site.statistics.count')]}
          rows={(['open', 'overdue', 'upheld', 'dismissed'] as const).map((what) => [
            t(`site.statistics.appeals.${what}`),
            told.appeals[what],
          ])}
        />
      </section>
    </>
  );
}

function Figures({ told }: { told: Statistics }) {
  const { t } = useSpeech();
  const inWords = useHours();
  const number = useNumber();
  const { decision, appeals } = told;
  const figures = [
    [t('site.figure.entries'), number(told.entries)],
    [t('site.figure.open'), number(told.openCases)],
    [t('site.statistics.median'), inWords(decision.median)],
    [t('site.statistics.p90'), inWords(decision.p90)],
    [t('site.statistics.appeals.median'), inWords(appeals.medianHours)],
    [t('site.figure.overdue'), number(appeals.overdue)],
  ] as const;
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet-text">{t('site.statistics.decision.of', { count: decision.cases })}</p>
    </>
  );
}

function Kinds({ told }: { told: Statistics }) {
  const { t } = useSpeech();
  return (
    <Bars
      title={t('site.statistics.kinds.title')}
      head={[t('stop.details.kind'), t('site.statistics.count')]}
      rows={told.kinds.map(([kind, count]) => [t(`kind.${kind}`), count])}
    />
  );
}

function Members({ verified, told }: { verified: Verified; told: Statistics }) {
  const { t } = useSpeech();
  const nameOf = useMemberName(verified);
  return (
    <>
      {(['list', 'clear'] as const).map((what) => (
        <Bars
          key={what}
          title={t(`site.statistics.members.${what}`)}
          head={[t('site.statistics.member'), t('site.statistics.count')]}
          rows={told.members.map((member) => [nameOf(member.member), member[what]])}
        />
      ))}
    </>
  );
}

function useNumber(): (value: number) => string {
  const { language } = useSpeech();
  const format = useMemo(() => new Intl.NumberFormat(language), [language]);
  return (value) => format.format(value);
}

/** A time in hours, in days where it is longer than two. */
function useHours(): (hours: number | null) => string {
  const { language } = useSpeech();
  return (hours) => {
    if (hours === null) return '–';
    const isDays = hours >= 48;
    const unit = isDays ? 'day' : 'hour';
    const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(language, style).format(isDays ? hours / 24 : hours);
  };
}
