import { browser } from 'wxt/browser';
import type { TabState } from '../messages.ts';
import type { App } from './app.ts';
import { stopPage } from './doors.ts';
import { nameOf } from './feed-state.ts';
import { show as feeds } from './feeds.ts';
import { isWebPage, pageAddress, pageVerdict } from './findings.ts';
import { notedAgain } from './guard.ts';
import type { Handler } from './handlers.ts';
import type { TabNote } from './tabs.ts';

/** What the popup shows of a tab. */
export const show: Handler<'tab.show'> = async (app, { tabId }, from) => {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  const url = pageOf(tab?.url);
  const note = noteOf(await app.tabs.note(tabId), url) ?? noteOf(await notedAgain(app, tabId), url);
  const page = url === null ? unknown : await pageVerdict(app, url, tabId);
  return {
    ...{ url, ...page },
    guard: await guardOf(app, note, url),
    troubles: app.troublesOf(note),
    cuts: url === null ? [] : await app.cuts.of(tabId, note?.page ?? null),
    addresses: note?.addresses ?? [],
    feeds: await feeds(app, {}, from),
    canReport: app.lists.records.length > 0,
    contact: contactOf(app),
    draft: await app.drafts.of(draftPage(url), tab?.incognito === true),
    hasReportNews: await app.reports.hasNews(),
  };
};

/** Reports go to the first feed (report-handlers.ts). */
function contactOf({ lists, settings }: App): TabState['contact'] {
  const [record] = lists.records;
  const recipient = record?.alliance.contact;
  return recipient === undefined ? null : { recipient, name: nameOf(record!.alliance, settings.language) };
}

/** What is known of the page that stands in the tab now. */
function noteOf(note: TabNote | null, url: string | null): TabNote | null {
  return url !== null && note?.url === pageAddress(url) ? note : null;
}

async function guardOf(app: App, note: TabNote | null, url: string | null): Promise<TabState['guard']> {
  if (note?.isGuarded) return 'there';
  return url === null || (await app.access.covers(url)) ? 'none' : 'withheld';
}

/** Keeps what a person has written so far. */
export const keepDraft: Handler<'report.draft'> = async (app, { tabId, draft }) => {
  const { url, incognito } = await browser.tabs.get(tabId);
  await app.drafts.keep(draftPage(pageOf(url)), draft, incognito);
  return null;
};

/** The page that a draft is of: what stands behind `?` and `#` may change while somebody writes. */
const draftPage = (url: string | null): string => url?.split(/[?#]/, 1)[0] ?? '';

const unknown: Pick<TabState, 'verdict' | 'finding'> = { verdict: 'unknown', finding: null };

/** The web page a tab stands for; on the stop page that is the one it was opened for. Null for what is no web page. */
function pageOf(url: string | undefined): string | null {
  const page = url?.startsWith(`${stopPage()}#`) ? url.slice(stopPage().length + 1) : url;
  return page !== undefined && isWebPage(page) ? page : null;
}
