import { browser } from 'wxt/browser';
import { parseSite } from '../../core/hostname.ts';
import { keysCovering } from '../../core/verdict.ts';
import type { App } from './app.ts';
import { isCut, type LostRequest } from './cuts.ts';
import { findingOf, pageAddress } from './findings.ts';
import { notedAgain } from './guard.ts';

/**
 * Hears which requests the browser did not make, and notes those to listed hosts on the page that made them. A page that
 * loses nothing costs nothing here; one that loses something to another extension, a look into the filter.
 *
 * @param ready the app, once it is loaded
 */
export function hearLostRequests(ready: () => Promise<App>): void {
  browser.webRequest.onErrorOccurred.addListener(
    (lost: LostRequest) => {
      if (isCut(lost)) void ready().then((app) => note(app, lost));
    },
    { urls: ['<all_urls>', 'ws://*/*', 'wss://*/*'] },
  );
}

async function note(app: App, lost: LostRequest): Promise<void> {
  const site = parseSite(pageAddress(lost.url));
  if (site === null) return;
  const found = await app.lists.conclude(keysCovering(site));
  const finding = findingOf(app, found);
  if (found.verdict.verdict !== 'listed' || finding === null) return;
  const { tabId: tab } = lost;
  const shown = (await app.tabs.page(tab)) ?? (await notedAgain(app, tab))?.page ?? null;
  const page = (lost.frameId === 0 && (lost.documentId ?? lost.documentUrl)) || shown;
  if (page === null) return;
  await app.cuts.saw(tab, page, lost, finding);
  if (page === shown) await app.showCuts(tab, page);
}
