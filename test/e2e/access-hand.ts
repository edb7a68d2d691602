import { inject } from 'vitest';
import { type PlainBrowser, type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { clickOn } from '../../scripts/lib/page.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { allHosts } from './samples.ts';
import { say } from './world.ts';

type SiteAccess = 'ON_CLICK' | 'ON_SPECIFIC_SITES' | 'ON_ALL_SITES';
declare const chrome: {
  developerPrivate: {
    updateExtensionConfiguration(change: { extensionId: string; hostAccess: SiteAccess }): Promise<void>;
    addHostPermission(extensionId: string, host: string): Promise<void>;
  };
};
declare const browser: typeof import('wxt/browser').browser;

/** A browser, and the hand of the person who decides what its extension may look at. */
export interface Hand {
  readonly browser: PlainBrowser & { close(): Promise<void> };
  readonly extension: Extension<PlainTab>;
  withholdAll(): Promise<void>;
  /** Gives access to one host, and to no other. */
  giveOnly(host: string): Promise<void>;
  giveAll(): Promise<void>;
}

/** Starts a browser. In Chromium the hand is at chrome://extensions; in Firefox it does what the add-ons manager does. */
export function startHand(): Promise<Hand> {
  return inject('browser') === 'firefox' ? firefoxHand() : chromiumHand();
}

async function chromiumHand(): Promise<Hand> {
  const { extension: folder, program } = inject('ground');
  const inside = await RawChromium.start(program, {
    // With --load-extension Chromium never loads the first page of a start while sites are withheld.
    packed: pack(folder),
    arguments: ['--enable-unsafe-extension-debugging'],
  });
  const extension = await Extension.open(inside);
  const page = await inside.extensionsPage();
  const extensionId = new URL(inside.extension).host;
  const set = (hostAccess: SiteAccess) =>
    page.run((change) => chrome.developerPrivate.updateExtensionConfiguration(change), {
      ...{ extensionId, hostAccess },
    });
  return {
    ...{ browser: inside, extension },
    withholdAll: () => set('ON_CLICK'),
    giveAll: () => set('ON_ALL_SITES'),
    giveOnly: async (host) => {
      await set('ON_SPECIFIC_SITES');
      await page.run(([id, pattern]) => chrome.developerPrivate.addHostPermission(id, pattern), [
        extensionId,
        `http://${host}/*`,
      ] as const);
    },
  };
}

async function firefoxHand(): Promise<Hand> {
  const { extension: folder, program } = inject('ground');
  const inside = await launchFirefox(program, { extension: folder, hosts: allHosts });
  const extension = await Extension.open(inside);
  const { settings } = extension;
  const withholdAll = () =>
    settings.run(async () => {
      const { origins = [] } = await browser.permissions.getAll();
      await browser.permissions.remove({ origins });
    });
  return {
    ...{ browser: inside, extension, withholdAll },
    // What a person gives to one site is given after a click, whatever page asks for it.
    giveOnly: async (host) => {
      await withholdAll();
      await settings.run((pattern) => {
        const heading = document.querySelector('h1')!;
        heading.onclick = () => browser.permissions.request({ origins: [pattern] });
      }, `http://${host}/*`);
      await settings.click('h1');
      await until('access to one site', () =>
        settings.run((pattern) => browser.permissions.contains({ origins: [pattern] }), `http://${host}/*`),
      );
    },
    giveAll: () => clickOn(settings, say('access.allow')),
  };
}
