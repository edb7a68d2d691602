import { useEffect, useRef, useState } from 'preact/hooks';
import { Route, Router, useLocation } from 'preact-iso';
import { Mark } from '../../../assets/icons/mark.tsx';
import { nameIn } from '../../core/language.ts';
import { useDesk } from './desk.tsx';
import { AppealPage } from './pages/appeal.tsx';
import { AppealsPage } from './pages/appeals.tsx';
import { BatchPage } from './pages/batch.tsx';
import { CasePage } from './pages/case.tsx';
import { HealthPage } from './pages/health.tsx';
import { LogPage } from './pages/log.tsx';
import { MembersPage } from './pages/members.tsx';
import { QueuePage } from './pages/queue.tsx';
import { StatisticsPage } from './pages/statistics.tsx';
import { ShortcutHelp } from './parts/shortcut-help.tsx';
import { useAct } from './parts/use-act.ts';
import { useShortcuts } from './shortcuts.ts';
import { LanguageChoice, useSpeech } from './speech.tsx';

const places = [
  ['/console', 'nav.queue'],
  ['/console/batch', 'nav.batch'],
  ['/console/appeals', 'nav.appeals'],
  ['/console/members', 'nav.members'],
  ['/console/log', 'nav.log'],
  ['/console/health', 'nav.health'],
  ['/console/statistics', 'nav.statistics'],
] as const;

/** What stands around every page of the desk. */
export function Shell() {
  const { t } = useSpeech();
  const [isHelp, setHelp] = useState(false);
  useShortcuts({ '?': () => setHelp(true) });
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {t('console.skip')}
      </a>
      <Head onHelp={() => setHelp(true)} />
      <Content />
      {isHelp && <ShortcutHelp onClose={() => setHelp(false)} />}
    </div>
  );
}

function Content() {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // A new page begins at its top, for eyes and for screen readers.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path]);
  return (
    <main id="content" tabIndex={-1} ref={main}>
      <Router>
        <Route path="/console" component={QueuePage} />
        <Route path="/console/cases/:id" component={CasePage} />
        <Route path="/console/batch" component={BatchPage} />
        <Route path="/console/appeals" component={AppealsPage} />
        <Route path="/console/appeals/:id" component={AppealPage} />
        <Route path="/console/members" component={MembersPage} />
        <Route path="/console/log" component={LogPage} />
        <Route path="/console/health" component={HealthPage} />
        <Route path="/console/statistics" component={StatisticsPage} />
        <Route default component={QueuePage} />
      </Router>
    </main>
  );
}

function Head({ onHelp }: { onHelp: () => void }) {
  const { t, language } = useSpeech();
  const { me } = useDesk();
  const { path } = useLocation();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  return (
    <header class="head">
      <a class="head-name" href="/console">
        <Mark size={32} />
        <span>
          <b>{nameIn(me.alliance.name, language)}</b>
          <small>{t('console.name')}</small>
        </span>
      </a>
      <button
        type="button"
        class="small menu-button"
        aria-expanded={isOpen}
        aria-controls="menu"
        onClick={() => setOpen(!isOpen)}
      >
        {t('nav.menu')}
      </button>
      <div id="menu" class={isOpen ? 'menu open' : 'menu'}>
        <nav aria-label={t('nav.pages')}>
          {places.map(([href, name]) => (
            <a key={href} class="menu-link" href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
              {t(name)}
            </a>
          ))}
        </nav>
        <Person onHelp={onHelp} />
      </div>
    </header>
  );
}

function isAt(path: string, href: string): boolean {
  return href === '/console' ? path === href || path.startsWith('/console/cases') : path.startsWith(href);
}

function Person({ onHelp }: { onHelp: () => void }) {
  const { t, language } = useSpeech();
  const { me, leave } = useDesk();
  const act = useAct();
  return (
    <div class="person">
      <p>
        <b>{me.label ?? me.key.slice(0, 8)}</b>
        <small>
          {me.member ? `${nameIn(me.member.name, language)} · ` : ''}
          {t(`role.${me.role}`)}
        </small>
      </p>
      <LanguageChoice />
      <p class="actions">
        <button type="button" class="small" onClick={onHelp}>
          {t('keys.title')}
        </button>
        <button type="button" class="small" disabled={act.isBusy} onClick={() => act.run(leave)}>
          {t('signin.leave')}
        </button>
      </p>
    </div>
  );
}
