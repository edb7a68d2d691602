import { browser } from 'wxt/browser';
import { troublesValue } from '../troubles.ts';

/** Whether the browser connects to sites before it asks for their pages. */
export interface Ahead {
  readonly isOff: boolean;
  /** Whether Baize may change it: another extension or an administrator may have set it. */
  readonly isOurs: boolean;
}

const needed = { permissions: ['privacy' as const] };

async function ahead(): Promise<Ahead> {
  // Without the permission nobody is asked, and nothing was set by us.
  if (!(await browser.permissions.contains(needed))) return { isOff: false, isOurs: true };
  const { value, levelOfControl } = await browser.privacy.network.networkPredictionEnabled.get({});
  return { isOff: value === false, isOurs: levelOfControl.endsWith('by_this_extension') };
}

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

  async open(url: string): Promise<void> {
    await browser.tabs.create({ url });
  },

  /** Where a person changes what this extension may do; null where the browser lets no page open that (Firefox). */
  extensionsPage:
    location.protocol === 'moz-extension:' ? null : `chrome://extensions/?id=${browser.runtime.id}`,

  isAllowedInPrivate: (): Promise<boolean> => browser.extension.isAllowedIncognitoAccess(),

  ahead,

  /** To be called in a click: the browser asks the person for the permission. @returns how it is then */
  async setAhead(off: boolean): Promise<Ahead> {
    if (off) {
      if (await browser.permissions.request(needed))
        await browser.privacy.network.networkPredictionEnabled.set({ value: false });
    } else {
      await browser.privacy.network.networkPredictionEnabled.clear({});
      await browser.permissions.remove(needed);
    }
    return ahead();
  },

  openSettings: (): Promise<void> => browser.runtime.openOptionsPage(),

  /**
   * Asks the person for all sites; the browser shows its question only at once after a click.
   *
   * @returns whether they are granted now
   */
  askForSites: (): Promise<boolean> => browser.permissions.request({ origins: ['<all_urls>'] }),

  /** Calls back when the background's troubles change. @returns ends that */
  hearTroubles(hear: () => void): () => void {
    const listener = (changes: Record<string, unknown>) => troublesValue in changes && hear();
    browser.storage.session.onChanged.addListener(listener);
    return () => browser.storage.session.onChanged.removeListener(listener);
  },

  version: (): string => browser.runtime.getManifest().version,
} as const;
