import { browser } from 'wxt/browser';

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

  version: (): string => browser.runtime.getManifest().version,
} as const;
