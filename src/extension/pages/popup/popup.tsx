import { useEffect, useState } from 'preact/hooks';
import { Mark } from '../../../../assets/icons/mark.tsx';
import type { TabState } from '../../messages.ts';
import { door } from '../door.ts';
import { useSpeech } from '../language.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { EntryDetails } from '../parts/entry-details.tsx';
import { Failure } from '../parts/failure.tsx';
import { Troubles, useTroubleNews } from '../parts/troubles.tsx';
import { useReply } from '../use-reply.ts';
import { Addresses } from './addresses.tsx';
import { Cuts } from './cuts.tsx';
import { MyReports } from './my-reports.tsx';
import { ReportForm } from './report-form.tsx';
import { TabVerdict } from './tab-verdict.tsx';

/** What Baize says about the tab a person looks at, and the way to report it. */
export function Popup() {
  const { t } = useSpeech();
  const tabId = useTabId();
  return (
    <>
      <header class="bar">
        <Mark size={24} />
        <b>{t('app.name')}</b>
        <button type="button" class="link" onClick={() => door.openSettings()}>
          {t('popup.settings')}
        </button>
      </header>
      <main>{tabId !== null && <Tab tabId={tabId} />}</main>
    </>
  );
}

/** The active tab, or the one named after the `#`: then the popup can stand in a tab of its own. */
function useTabId(): number | null {
  const named = /^#(\d+)$/.exec(location.hash)?.[1];
  const [tabId, setTabId] = useState(named === undefined ? null : Number(named));
  useEffect(() => {
    if (named === undefined) door.activeTab().then(setTabId);
  }, [named]);
  return tabId;
}

function Tab({ tabId }: { tabId: number }) {
  const { t } = useSpeech();
  const { state, reply, ask } = useReply('tab.show', { tabId });
  useTroubleNews(ask);
  if (state === 'failed') return <Failure text={t('app.failed')} again={ask} />;
  if (reply === null) return <p role="status">{t('app.loading')}</p>;
  return <Shown tab={reply} tabId={tabId} />;
}

/** What is listed here comes before what keeps Baize from looking elsewhere. */
function isGrave({ finding, addresses, cuts }: TabState): boolean {
  return finding !== null || cuts.length > 0 || addresses.some((found) => found.finding !== null);
}

function Shown({ tab, tabId }: { tab: TabState; tabId: number }) {
  const { t } = useSpeech();
  const [sent, setSent] = useState(0);
  const looked = tab.verdict !== 'stop' && tab.guard === 'there';
  return (
    <>
      {isGrave(tab) || <Troubles troubles={tab.troubles} />}
      <TabVerdict tab={tab} />
      {tab.finding !== null && (
        <Disclosure title={t('entry.more')}>
          <EntryDetails finding={tab.finding} feeds={tab.feeds} tabId={tabId} />
        </Disclosure>
      )}
      {tab.cuts.length > 0 && <Cuts cuts={tab.cuts} />}
      {isGrave(tab) && <Troubles troubles={tab.troubles} />}
      {looked && <Addresses addresses={tab.addresses} feeds={tab.feeds} tabId={tabId} />}
      <Disclosure title={t('report.title')} open={tab.draft !== null}>
        {tab.canReport ? (
          <ReportForm tab={tab} tabId={tabId} onSent={() => setSent(sent + 1)} />
        ) : (
          <p>{t('report.none')}</p>
        )}
      </Disclosure>
      <Disclosure title={t('reports.title')} sign={tab.hasReportNews ? t('reports.hasNews') : null}>
        <MyReports key={sent} />
      </Disclosure>
    </>
  );
}
