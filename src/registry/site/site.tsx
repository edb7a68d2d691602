import { useEffect, useRef } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Mark } from '../../../assets/icons/mark.tsx';
import { type Language, languages, nameIn } from '../../core/language.ts';
import { visible } from '../../core/visible.ts';
import { theAlliance } from './feed.ts';
import { AppealPage } from './pages/appeal.tsx';
import { Home } from './pages/home.tsx';
import { LogPage } from './pages/log.tsx';
import { Missing } from './pages/missing.tsx';
import { ReportPage } from './pages/report.tsx';
import { Rules } from './pages/rules.tsx';
import { Search } from './pages/search.tsx';
import { StartYourOwn } from './pages/start-your-own.tsx';
import { StatisticsPage } from './pages/statistics.tsx';
import { Why } from './pages/why.tsx';
import { useSpeech } from './speech.tsx';
import { useLoaded } from './use-loaded.ts';

/** What of an address leads somewhere: the feed's files are not pages. */
const pages = /^\/(?!feed\/|v1\/|console)/;

/** The public pages: what stands around them, and which address is which. */
export function Site() {
  const { t } = useSpeech();
  return (
    <LocationProvider scope={pages}>
      <a class="skip" href="#content">
        {t('site.skip')}
      </a>
      <Head />
      <Main />
      <Foot />
    </LocationProvider>
  );
}

function Main() {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // A new page begins at its top, for eyes and for screen readers.
  useEffect(() => {
    if (!isFirst.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [path]);
  return (
    <main id="content" class="content" tabIndex={-1} ref={main}>
      <Router>
        <Route path="/" component={Home} />
        <Route path="/search" component={Search} />
        <Route path="/why/*" component={Why} />
        <Route path="/appeal" component={AppealPage} />
        <Route path="/appeal/*" component={AppealPage} />
        <Route path="/report" component={ReportPage} />
        <Route path="/report/*" component={ReportPage} />
        <Route path="/statistics" component={StatisticsPage} />
        <Route path="/log" component={LogPage} />
        <Route path="/rules" component={Rules} />
        <Route path="/start-your-own" component={StartYourOwn} />
        <Route default component={Missing} />
      </Router>
    </main>
  );
}

const places = [
  ['/search', 'site.nav.search'],
  ['/statistics', 'site.nav.statistics'],
  ['/log', 'site.nav.log'],
  ['/rules', 'site.nav.rules'],
  ['/appeal', 'site.nav.appeals'],
] as const;

function Head() {
  const { t, language } = useSpeech();
  const alliance = useLoaded('alliance', theAlliance);
  const { path } = useLocation();
  return (
    <header class="site-head">
      <a class="site-name" href="/" aria-current={path === '/' ? 'page' : undefined}>
        <Mark size={36} />
        <span>
          Baize 白泽{' '}
          {alliance.state === 'there' && (
            <small>{visible(nameIn(alliance.value.alliance.name, language))}</small>
          )}
        </span>
      </a>
      <nav class="site-nav" aria-label={t('site.nav')}>
        {places.map(([href, name]) => (
          <a key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
            {t(name)}
          </a>
        ))}
      </nav>
    </header>
  );
}

function Foot() {
  const { t } = useSpeech();
  return (
    <footer class="site-foot">
      <p>{t('site.never')}</p>
      <nav aria-label={t('site.nav.more')}>
        <a href="/report">{t('site.report.page')}</a>
        <a href="/start-your-own">{t('site.own')}</a>
      </nav>
      <LanguageChoice />
    </footer>
  );
}

function LanguageChoice() {
  const { t, language, choose } = useSpeech();
  return (
    <label class="language">
      <span>{t('app.language')}</span>
      <select value={language} onChange={({ currentTarget }) => choose(currentTarget.value as Language)}>
        {languages.map(([one, name]) => (
          <option key={one} value={one} lang={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
