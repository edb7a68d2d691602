import { Mark } from '../../../../assets/icons/mark.tsx';
import { useSpeech } from '../language.tsx';
import { Facts } from '../parts/facts.tsx';
import { LanguageChoice } from '../parts/language-choice.tsx';
import { PrivateWindows } from '../parts/private-windows.tsx';
import { TroublesNow } from '../parts/troubles.tsx';
import { BannerPicture, MarkPicture, StopPicture } from './pictures.tsx';

const permissions = [
  'sites',
  'block',
  'requests',
  'tabs',
  'storage',
  'alarms',
  'scripting',
  'menus',
] as const;
const reportSteps = ['welcome.report.1', 'welcome.report.2', 'welcome.report.3'] as const;

/** What a person reads after installing: what Baize does, what it asks for, and how to report. */
export function Welcome() {
  const { t } = useSpeech();
  return (
    <main class="page welcome">
      <header class="welcome-head">
        <Mark size={72} />
        <LanguageChoice />
        <h1>{t('welcome.title')}</h1>
        <p class="lead">{t('welcome.lead')}</p>
      </header>
      <TroublesNow />
      <Looks />
      <section>
        <h2>{t('welcome.permissions')}</h2>
        <Facts
          facts={permissions.map((name) => [
            t(`welcome.permission.${name}`),
            t(`welcome.permission.${name}.text`),
          ])}
        />
      </section>
      <PrivateWindows />
      <section>
        <h2>{t('welcome.report')}</h2>
        <ol>
          {reportSteps.map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
      </section>
      <p>
        <a href="options.html">{t('options.page')}</a>
      </p>
    </main>
  );
}

function Looks() {
  const { t } = useSpeech();
  return (
    <section>
      <h2>{t('welcome.does')}</h2>
      <div class="looks">
        <article>
          <StopPicture />
          <h3>{t('welcome.stop')}</h3>
          <p>{t('welcome.stop.text')}</p>
        </article>
        <article>
          <BannerPicture />
          <h3>{t('welcome.banner')}</h3>
          <p>{t('welcome.banner.text')}</p>
        </article>
        <article>
          <MarkPicture />
          <h3>{t('welcome.mark')}</h3>
          <p>{t('welcome.mark.text')}</p>
        </article>
      </div>
      <p>{t('welcome.quiet')}</p>
    </section>
  );
}
