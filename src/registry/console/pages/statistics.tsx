import { Bars, Columns } from '../../charts.tsx';
import type { Statistics } from '../../desk/api.ts';
import { useNames } from '../desk.tsx';
import { Answer } from '../parts/asked.tsx';
import { When } from '../parts/when.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { lengthOf } from '../times.ts';
import { useAsked } from '../use-asked.ts';
import { kindWord } from '../words.ts';

/** Months that are drawn: two years. */
const MONTHS = 24;
const HOUR = 3_600_000;

/** What the desk has to do, and what it has done. */
export function StatisticsPage() {
  const { t } = useSpeech();
  useTitle('nav.statistics');
  const asked = useAsked<Statistics>('statistics');
  return (
    <>
      <h1>{t('nav.statistics')}</h1>
      <Answer of={asked}>{(told) => <Shown told={told} />}</Answer>
    </>
  );
}

function Shown({ told }: { told: Statistics }) {
  const { t } = useSpeech();
  const { member } = useNames();
  const months = told.months.slice(-MONTHS);
  const counts = t('statistics.count');
  return (
    <>
      <p class="quiet-text">
        {t('statistics.made')} <When time={told.made} />
      </p>
      <Figures told={told} />
      <section>
        <h2>{t('statistics.months')}</h2>
        <Columns
          title={t('statistics.months.title')}
          labels={months.map(({ month }) => month)}
          series={(['reports', 'listed', 'cleared'] as const).map((what) => ({
            name: t(`statistics.${what}`),
            values: months.map((month) => month[what]),
          }))}
          words={{ numbers: t('statistics.numbers'), label: t('statistics.month') }}
        />
      </section>
      <section>
        <h2>{t('statistics.kinds')}</h2>
        <Bars
          title={t('statistics.kinds.title')}
          head={[t('opinion.kind'), counts]}
          rows={told.kinds.map(([kind, count]) => [t(kindWord(kind)), count])}
        />
      </section>
      <section>
        <h2>{t('nav.members')}</h2>
        {(['list', 'clear'] as const).map((what) => (
          <Bars
            key={what}
            title={t(`statistics.members.${what}`)}
            head={[t('statistics.member'), counts]}
            rows={told.members.map((one) => [member(one.member), one[what]])}
          />
        ))}
      </section>
      <section>
        <h2>{t('nav.appeals')}</h2>
        <Bars
          title={t('statistics.appeals.title')}
          head={[t('filter.state'), counts]}
          rows={(['open', 'upheld', 'dismissed'] as const).map((what) => [
            t(`appeal.state.${what}`),
            told.appeals[what],
          ])}
        />
      </section>
    </>
  );
}

function Figures({ told }: { told: Statistics }) {
  const { t, language } = useSpeech();
  const number = (value: number) => value.toLocaleString(language);
  const hours = (value: number | null) => (value === null ? '–' : lengthOf(value * HOUR, language));
  const figures = [
    ['statistics.entries', number(told.entries)],
    ['statistics.open', number(told.openCases)],
    ['statistics.median', hours(told.decision.median)],
    ['statistics.p90', hours(told.decision.p90)],
    ['statistics.appeals.median', hours(told.appeals.medianHours)],
    ['statistics.appeals.overdue', number(told.appeals.overdue)],
  ] as const;
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{t(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
