import { date } from '../../../core/dates.ts';
import { nameIn } from '../../../core/language.ts';
import { visible } from '../../../core/visible.ts';
import { theAlliance } from '../feed.ts';
import { Paid } from '../parts/paid.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Failed } from '../parts/waiting.tsx';
import { useSpeech, useTitle } from '../speech.tsx';
import { theStatistics } from '../statistics.ts';
import { type Loaded, useLoaded } from '../use-loaded.ts';
import type { Verified } from '../verify.ts';
import { counted } from '../words.ts';

/** `/`: what this is, for somebody who has never heard of it. */
export function Home() {
  const { t, language } = useSpeech();
  useTitle(null);
  const alliance = useLoaded('alliance', theAlliance);
  const known = alliance.state === 'there' ? alliance.value : null;
  return (
    <>
      <section class="hero">
        <h1>{t('site.home.title')}</h1>
        <p class="lead">
          {known === null
            ? t('site.home.lead')
            : t(counted('site.home.lead.named', known.alliance.quorum), {
                alliance: visible(nameIn(known.alliance.name, language)),
                count: known.alliance.members.length,
              })}
        </p>
        <SearchBox />
      </section>
      {alliance.state === 'failed' && <Failed error={alliance.error} again={alliance.again} />}
      <Figures of={known} />
      <How of={known} />
      <Members on={alliance} />
      <Paid />
      <Install />
    </>
  );
}

function Figures({ of }: { of: Verified | null }) {
  const { t, language } = useSpeech();
  const loaded = useLoaded('statistics', theStatistics);
  const told = loaded.state === 'there' ? loaded.value : null;
  const number = new Intl.NumberFormat(language);
  const figures = [
    [t('site.figure.entries'), of && number.format(of.entries)],
    [t('site.figure.updated'), of && date(of.signed, language)],
    [t('site.figure.open'), told && number.format(told.openCases)],
    [t('site.figure.overdue'), told && number.format(told.appeals.overdue)],
  ] as const;
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? (loaded.state === 'failed' ? '–' : '…')}</dd>
        </div>
      ))}
    </dl>
  );
}

const steps = ['report', 'look', 'agree', 'sign', 'warn'] as const;

/** How a listing comes about: five pictures, and few words. */
function How({ of }: { of: Verified | null }) {
  const { t } = useSpeech();
  const { quorum = '…' } = of?.alliance ?? {};
  const needed = of?.needed ?? '…';
  const told = {
    report: t('site.how.report.text'),
    look: t('site.how.look.text'),
    agree: t(counted('site.how.agree.text', Number(quorum)), { quorum }),
    sign: t(counted('site.how.sign.text', Number(needed)), { needed }),
    warn: t('site.how.warn.text'),
  };
  return (
    <section aria-labelledby="how">
      <h2 id="how">{t('site.how')}</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>
            <StepPicture step={step} />
            <h3>{t(`site.how.${step}`)}</h3>
            <p>{told[step]}</p>
          </li>
        ))}
      </ol>
      <p>
        {t('site.how.wrong')} <a href="/rules">{t('site.how.rules')}</a>
      </p>
    </section>
  );
}

const drawings = {
  report: 'M5 5h22v16H15l-6 6v-6H5zM16 9v6M16 18v.5',
  look: 'M14 5a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM21 21l7 7M10 14h8',
  agree: 'M4 17l5 5 9-11M14 20l3 3 11-13',
  sign: 'M7 4h13l5 5v19H7zM20 4v5h5M11 22c3-5 5-5 4-1s2 2 6-1M11 13h9',
  warn: 'M16 4l11 4v8c0 7-5 11-11 13C10 27 5 23 5 16V8zM16 11v7M16 22v.5',
} as const;

function StepPicture({ step }: { step: (typeof steps)[number] }) {
  return (
    <svg class="step-picture" viewBox="0 0 32 32" width="40" height="40" aria-hidden="true">
      <path d={drawings[step]} />
    </svg>
  );
}

function Members({ on }: { on: Loaded<Verified> }) {
  const { t, language } = useSpeech();
  const members = on.state === 'there' ? on.value.alliance.members : [];
  return (
    <section aria-labelledby="members">
      <h2 id="members">{t('site.members')}</h2>
      <p>{t('site.members.text')}</p>
      <ul class="members">
        {members.map(({ id, name, homepage, group }) => (
          <li key={id}>
            <b>{visible(nameIn(name, language))}</b>
            {homepage !== undefined && (
              <a href={homepage} rel="noopener noreferrer">
                {visible(new URL(homepage).hostname)}
              </a>
            )}
            {group !== undefined && <small>{t('site.members.group', { group })}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Install() {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="install">
      <h2 id="install">{t('site.install')}</h2>
      <p>{t('site.install.text')}</p>
    </section>
  );
}
