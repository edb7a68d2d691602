import { browser } from 'wxt/browser';
import { troublesValue } from '../troubles.ts';

/** The pages' door to the browser: all that they ask of it besides messages. */
export const door = {
  /** The tab this page stands in. */
  async ownTab(): Promise<number> {
    return (await browser.tabs.getCurrent())?.id ?? -1;
  },

  /** The tab a person looks at while the popup is open. */
  async activeTab(): Promise<number> {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    return tab?.id ?? -1;
  },

  /** Opens the browser's new tab page in place of this tab. */
  async replaceByNewTab(): Promise<void> {
    const tab = await browser.tabs.getCurrent();
    await browser.tabs.create({});
    if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
  },

  openSettings: (): Promise<void> => browser.runtime.openOptionsPage(),

  isFirefox: (): boolean => location.protocol === 'moz-extension:',

  /**
   * Asks the person for all sites; the browser shows its question only at once after a click.
   *
   * @returns whether they are granted now
   */
  askForSites: (): Promise<boolean> => browser.permissions.request({ origins: ['<all_urls>'] }),

  /** Opens Chromium's page about this extension, where site access is set. */
  async openOwnDetails(): Promise<void> {
    await browser.tabs.create({ url: `chrome://extensions/?id=${browser.runtime.id}` });
  },

  /** Calls back when the background's troubles change. @returns ends that */
  hearTroubles(hear: () => void): () => void {
    const listener = (changes: Record<string, unknown>) => troublesValue in changes && hear();
    browser.storage.session.onChanged.addListener(listener);
    return () => browser.storage.session.onChanged.removeListener(listener);
  },

  version: (): string => browser.runtime.getManifest().version,
} as const;
