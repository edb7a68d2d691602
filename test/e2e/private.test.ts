import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Browser, type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { allHosts, hosts } from './samples.ts';
import { say, useAround } from './world.ts';

type WebExtension = typeof import('wxt/browser').browser;
declare const browser: WebExtension | undefined;
declare const chrome: WebExtension & {
  developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
};

const around = useAround();
const listed = (path: string) => around.sites.url(hosts.listed, path);

/** Opens a private window, as the extension may where private windows are allowed. */
const openPrivate = (settings: PlainTab, url: string) =>
  settings.run(async (address) => {
    const { windows } = typeof browser === 'undefined' ? chrome : browser;
    await windows.create({ incognito: true, url: address });
  }, url);

describe.runIf(inject('browser') === 'chromium')('a private window of Chromium', () => {
  let chromium: RawChromium;
  let extension: Extension<PlainTab>;

  beforeAll(async () => {
    const { extension: folder, program } = inject('ground');
    chromium = await RawChromium.start(program, { extension: folder });
    extension = await Extension.open(chromium);
  });
  afterAll(() => chromium.close());

  const stopped = async (path: string) => {
    const find = async () => {
      const tabs = await chromium.targets();
      return tabs.find(({ type, url }) => type === 'page' && isStopPage(url) && url.endsWith(path));
    };
    return chromium.tab((await until(`the stop page of ${path}`, find)).targetId);
  };

  /** What a person does at chrome://extensions. The extension is loaded anew by it. */
  const allow = async () => {
    const page = await chromium.extensionsPage();
    const extensionId = new URL(chromium.extension).host;
    await page.run(
      (id) =>
        chrome.developerPrivate.updateExtensionConfiguration({ extensionId: id, incognitoAccess: true }),
      extensionId,
    );
    extension = await Extension.open(chromium);
  };

  const rules = () =>
    extension.settings.run(async () => JSON.stringify(await chrome.declarativeNetRequest.getDynamicRules()));

  it('is said not to be protected, until the person allows it', async () => {
    await seen(extension.settings, say('private.off'));
    await allow();
    await seen(extension.settings, say('private.on'));
  });

  it('has the stop page with what there is to say, and no request', async () => {
    await openPrivate(extension.settings, listed('/in-private'));
    const tab = await stopped('/in-private');
    await seen(tab, say('kind.fake_platform'));
    expect(await tab.run(() => chrome.extension.inIncognitoContext)).toBe(true);
    expect(around.sites.requestsTo(hosts.listed)).toBe(0);
    expect(await tab.text()).not.toContain(say('stop.proceed.day'));
    await clickOn(tab, say('stop.details'));
    await clickOn(tab, say('stop.proceed.once'));
    await seen(tab, 'Here is');
    expect(around.sites.requestsTo(hosts.listed)).toBe(1);
    await tab.close();
  });

  it('knows what a newer list than the package stops, and leaves the rules to the normal windows', async () => {
    await around.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
    await around.registry.baize('publish');
    const version = await around.registry.version();
    await until('the new release', async () => (await extension.sync())[0]!.version >= version);
    const before = await rules();
    await openPrivate(extension.settings, around.sites.url(hosts.fresh, '/newer'));
    const tab = await stopped('/newer');
    await seen(tab, say('kind.ponzi_yield'));
    expect(around.sites.requestsTo(hosts.fresh)).toBe(0);
    expect(await rules()).toBe(before);
    await tab.close();
  });

  it('leaves nothing behind', async () => {
    const kept = () =>
      extension.settings.run(async () =>
        JSON.stringify([await chrome.storage.local.get(null), await chrome.storage.session.get(null)]),
      );
    expect(await kept()).not.toContain(hosts.listed);
    expect(await kept()).not.toContain('/newer');
    expect(await extension.ask('proceed.list', {})).toEqual([]);
    // The browser may end the private worker before it hears that its last tab closed: then a rule for that tab is left.
    const everywhere = () => chrome.declarativeNetRequest.getSessionRules();
    const left = await extension.settings.run(everywhere);
    expect(left.filter(({ condition }) => condition.tabIds === undefined)).toEqual([]);
    around.sites.forget();
    await chromium.open(listed('/normal'));
    await stopped('/normal');
    expect(around.sites.requestsTo(hosts.listed)).toBe(0);
  });
});

describe.runIf(inject('browser') === 'firefox')('a private window of Firefox', () => {
  let firefox: Browser;
  afterAll(() => firefox?.close());

  const start = async (inPrivateWindows: boolean) => {
    const { extension, program } = inject('ground');
    firefox = await launchFirefox(program, { extension, hosts: allHosts, inPrivateWindows });
    return Extension.open(firefox);
  };

  it('is said not to be protected', async () => {
    const { settings } = await start(false);
    await seen(settings, say('private.firefox.1'));
    await firefox.close();
  });

  it('has the stop page, and no request', async () => {
    const { settings } = await start(true);
    await seen(settings, say('private.on'));
    await openPrivate(settings, listed('/in-private'));
    const tab = await until('the stop page', async () => {
      for (const one of await firefox.tabs()) if (isStopPage(await one.url())) return one;
      return null;
    });
    await seen(tab, say('kind.fake_platform'));
    expect(around.sites.requestsTo(hosts.listed)).toBe(0);
    expect(await tab.text()).not.toContain(say('stop.proceed.day'));
  });
});
