import { Mark } from '../../../../assets/icons/mark.tsx';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { LanguageChoice } from '../parts/language-choice.tsx';
import { PrivateWindows } from '../parts/private-windows.tsx';
import { TroublesNow } from '../parts/troubles.tsx';
import { ConnectionsAhead } from './ahead.tsx';
import { Copies } from './copies.tsx';
import { Feeds } from './feeds.tsx';
import { Gate } from './gate.tsx';
import { Proceeded } from './proceeded.tsx';

const privacy = [
  'privacy.browsing',
  'privacy.list',
  'privacy.why',
  'privacy.report',
  'privacy.firefox',
  'privacy.entry',
  'privacy.kept',
] as const;

/** The settings, the lists that are followed, and what Baize keeps and sends. */
export function Options() {
  const { t } = useSpeech();
  return (
    <main class="page">
      <header class="page-head">
        <Mark size={40} />
        <h1>{t('options.page')}</h1>
      </header>
      <TroublesNow />
      <section>
        <LanguageChoice />
        <p class="quiet-text">{t('options.language.note')}</p>
      </section>
      <Feeds />
      <Gate />
      <Proceeded />
      <Copies />
      <ConnectionsAhead />
      <PrivateWindows />
      <section>
        <h2>{t('privacy.title')}</h2>
        <ul class="plain-list">
          {privacy.map((sentence) => (
            <li key={sentence}>{t(sentence)}</li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t('about.title')}</h2>
        <p>{t('about.version', { version: door.version() })}</p>
        <p>{t('about.text')}</p>
        <p>
          <a href="welcome.html">{t('about.welcome')}</a>
        </p>
      </section>
    </main>
  );
}
