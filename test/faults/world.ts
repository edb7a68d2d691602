import assert from 'node:assert/strict';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import type { Registry } from '../../scripts/lib/registry.ts';
import type { Sites } from '../../scripts/lib/sites.ts';
import type { Control } from './control.ts';
import type { Killable } from './killable.ts';

/** Firefox gives extensions this too. */
declare const chrome: typeof import('wxt/browser').browser;

/** Listed all the time; listed, and opened by choice; listed in a round. */
export const stays = 'stays-listed.test';
export const chosen = 'by-choice.test';
export const ordinary = 'ordinary.test';
export const fresh = (round: number): string => `fresh-${round}.test`;

interface Parts {
  readonly registry: Registry;
  readonly control: Control;
  readonly sites: Sites;
  readonly browser: Killable;
}

/** What a fault run happens in. */
export class World {
  readonly registry: Registry;
  readonly control: Control;
  readonly sites: Sites;
  readonly browser: Killable;
  extension!: Extension<PlainTab>;
  tab!: PlainTab;

  constructor({ registry, control, sites, browser }: Parts) {
    this.registry = registry;
    this.control = control;
    this.sites = sites;
    this.browser = browser;
  }

  /** Speaks to the background, another one than before perhaps. */
  readonly speak = async (): Promise<void> => {
    await this.extension?.settings.close().catch(() => undefined);
    await this.tab?.close().catch(() => undefined);
    this.tab = await this.browser.newTab();
    this.extension = await Extension.open(this.browser);
  };

  /** Whether the stop page stands where a site was asked for. A listed one that got a request is torn. */
  async isStopped(host: string): Promise<boolean> {
    this.sites.forget();
    await this.tab.open(this.sites.url(host));
    const what = await until(`something at ${host}`, async () => {
      const url = await this.tab.url();
      if (isStopPage(url) && url.includes(host)) return 'stop page';
      return this.sites.requestsTo(host) > 0 && url.includes(host) && 'site';
    });
    if (what === 'stop page') assert.equal(this.sites.requestsTo(host), 0, `${host} got a request`);
    return what === 'stop page';
  }

  /** Opens an address and returns its tab's number. */
  readonly tabOf = async (url: string): Promise<number> => {
    await this.tab.open(url);
    // The stop page may stand there, with the address behind its `#`.
    const find = async (wanted: string) =>
      (await chrome.tabs.query({})).find((tab) => tab.url?.endsWith(wanted))?.id ?? null;
    return until(`a tab at ${url}`, () => this.extension.settings.run(find, url));
  };
}
