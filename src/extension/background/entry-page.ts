import { browser } from 'wxt/browser';
import { BaizeError } from '../../core/errors.ts';
import { whyPage } from '../../core/site-address.ts';
import type { App } from './app.ts';
import type { Handler } from './handlers.ts';

/** A person wants to see the public page of an entry. */
export const open: Handler<'entry.open'> = (app, { key, feed, tabId }) => openPage(app, key, feed, tabId);

/** The same from a page's own warning. Only of what a list holds: a guard opens no address of a page's choice. */
export const openFromPage: Handler<'guard.entry'> = async (app, { key, feed }, { tab }) => {
  if (!(await app.lists.has(feed, key)))
    throw new BaizeError('missing', 'The list does not hold this entry.');
  return openPage(app, key, feed, tab!);
};

async function openPage(app: App, key: string, feed: string, tab: number): Promise<null> {
  const record = app.lists.records.find((one) => one.feed === feed);
  if (record === undefined) throw new BaizeError('input', 'This browser does not follow that feed.');
  const { windowId } = await browser.tabs.get(tab);
  // In the same window: what is looked up from a private window stays in one.
  await browser.tabs.create({ url: whyPage(record.alliance, key), windowId, openerTabId: tab });
  return null;
}
