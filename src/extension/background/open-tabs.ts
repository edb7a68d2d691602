import { type Browser, browser } from 'wxt/browser';
import type { App } from './app.ts';
import { stopTab } from './listed-tabs.ts';

/**
 * What follows each start of the worker, when the first verdicts are on their way. The first one of a session comes with
 * the browser, or when the extension came, was updated or switched on: then pages are open already. A worker that is ended
 * meanwhile leaves it to the next one.
 */
export async function afterStart(app: App): Promise<void> {
  const isFirst = (await app.session.get('begun')) === undefined;
  if (isFirst) await guardOpenTabs(app).catch(console.error);
  await app.settleIn();
  if (!isFirst) return;
  await tellAwake();
  await app.session.put('begun', true);
}

/**
 * Brings the guard to the pages that are open already, and listed ones to the stop page: the extension came, was
 * updated or switched on, was let into sites, or the browser started and was faster than we. Where a guard stands
 * already, another one does nothing (entrypoints/guard.ts).
 */
export async function guardOpenTabs(app: App): Promise<void> {
  const tabs = await browser.tabs.query({});
  await Promise.all(tabs.map((tab) => guardTab(app, tab).catch(() => undefined)));
}

// Rejected for pages that no extension may touch.
async function guardTab(app: App, tab: Browser.tabs.Tab): Promise<void> {
  const { id, url, discarded } = tab;
  if (id === undefined || discarded || (await stopTab(app, tab))) return;
  // Into a page that is withheld Chromium brings a script when a person has clicked on the icon: until then it never answers.
  if (url === undefined || !(await app.access.covers(url))) return;
  const target = { tabId: id, allFrames: true };
  await browser.scripting.executeScript({ target, files: ['/guard.js'], injectImmediately: true });
}

/**
 * Has every page told from now on that the gate stands and verdicts come at once: `awake.js` joins the guard in it. A page
 * without it is of the time before, and its guard shows nothing until it knows the verdict (page/first-page.ts).
 */
async function tellAwake(): Promise<void> {
  const id = 'awake';
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (known.length > 0) return;
  await browser.scripting.registerContentScripts([
    {
      ...{ id, js: ['awake.js'], matches: ['<all_urls>'], matchOriginAsFallback: true },
      ...{ runAt: 'document_start', persistAcrossSessions: false },
    },
  ]);
}
