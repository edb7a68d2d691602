import { type Browser, browser } from 'wxt/browser';
import { limits } from '../../core/limits.ts';
import { stopPage } from './doors.ts';
import { isWebPage, type Judging, pageVerdict } from './findings.ts';

/** Puts the stop page in the place of what stands in a tab, or is about to. It reads no more of the address than this. */
export async function sendToStopPage(tab: number, url: string): Promise<void> {
  await browser.tabs.update(tab, { url: `${stopPage()}#${url.slice(0, limits.urlLength)}` });
}

/**
 * Sends a tab to the stop page where what stands in it, or is about to, is listed. Not a tab that the browser has put
 * away: it is loaded anew when a person comes back to it, and stopped then.
 *
 * @returns whether it was sent
 */
export async function stopTab(
  judging: Judging,
  { id, url, pendingUrl, discarded }: Browser.tabs.Tab,
): Promise<boolean> {
  if (id === undefined || discarded) return false;
  for (const address of [pendingUrl, url]) {
    if (address === undefined || !isWebPage(address)) continue;
    if ((await pageVerdict(judging, address, id)).verdict !== 'stop') continue;
    await sendToStopPage(id, address);
    return true;
  }
  return false;
}
