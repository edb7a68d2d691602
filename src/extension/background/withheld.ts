import { browser } from 'wxt/browser';
import type { App } from './app.ts';
import { isWebPage, pageAddress, pageVerdict } from './findings.ts';
import { opened } from './guard.ts';
import { guardOpenTabs } from './open-tabs.ts';

/**
 * A tab went to an address. No guard comes into a page that the browser withholds, so it is judged by its address: the
 * gate has blocked what it could, and what is listed goes to the stop page.
 */
export async function judgeWithheld(app: App, tab: number, url: string): Promise<void> {
  if (!isWebPage(url) || (await app.access.covers(url))) return;
  const page = pageAddress(url);
  const note = await app.tabs.note(tab);
  // A person who clicks on the toolbar's icon gives access to that one page, which the browser says nowhere.
  if (note?.isGuarded && note.url === page) return;
  const judge = () => pageVerdict(app, page, tab);
  await opened(app, tab, { page, url: page, isGuarded: false }, judge);
}

/**
 * The browser withholds other sites than a moment ago: every tab says so, and the gate stops by what it takes now. Its
 * rules take seconds; what a guard says meanwhile is newer.
 */
export async function accessChanged(app: App): Promise<void> {
  await app.lookAtAccess();
  for (const { id, url = '' } of await browser.tabs.query({})) {
    if (id !== undefined && isWebPage(url) && !(await app.access.covers(url))) await app.tabs.withheld(id);
  }
  await app.showBadges();
  await app.enforce();
  await guardOpenTabs(app);
}
