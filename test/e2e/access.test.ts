import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import type { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { serveSites } from '../../scripts/lib/sites.ts';
import type { Trouble } from '../../src/extension/troubles.ts';
import { type Hand, startHand } from './access-hand.ts';
import { hosts } from './samples.ts';
import { expectOpened, expectStopped, say, useAround } from './world.ts';

declare const chrome: typeof import('wxt/browser').browser;

const around = useAround();
let hand: Hand;
const opened: PlainTab[] = [];

beforeAll(async () => {
  hand = await startHand();
});
afterAll(() => hand.browser.close());
afterEach(async () => {
  for (const tab of opened.splice(0)) await tab.close();
});

async function newTab(): Promise<PlainTab> {
  const tab = await hand.browser.newTab();
  opened.push(tab);
  return tab;
}

async function visit(host: string, text: string): Promise<string> {
  const url = around.sites.url(host);
  await expectOpened(await newTab(), url, text);
  return url;
}

async function popupOf(url: string): Promise<PlainTab> {
  const popup = await hand.extension.popup(url);
  opened.push(popup);
  return popup;
}

const badgeIs = (url: string, text: string) =>
  until(`the badge "${text}" for ${url}`, async () => (await hand.extension.badge(url)) === text);

/** Waits until the rules are those for the access that there is now. */
async function gateStands(...troubles: readonly Trouble[]): Promise<void> {
  await until('the gate', async () => {
    const found = await hand.extension.ask('troubles.show', {});
    return found.join() === troubles.join() && (await hand.extension.ask('gate.show', {})).isAsListed;
  });
}

describe('while the browser withholds all sites', () => {
  beforeAll(async () => {
    await hand.withholdAll();
    await gateStands('access');
  });

  it('a listed site gets no request, and the stop page says why', async () => {
    await expectStopped(around, await newTab(), around.sites.url(hosts.listed, '/x?y=1'), hosts.listed);
  });

  it('a listed site gets no request from a frame', async () => {
    around.sites.forget();
    const to = around.sites.url(hosts.listed);
    const tab = await newTab();
    await tab.open(around.sites.url(hosts.ordinary, `/frame?to=${encodeURIComponent(to)}`));
    expect(around.sites.requestsTo(hosts.ordinary)).toBe(1);
    expect(around.sites.requestsTo(hosts.listed)).toBe(0);
  });

  it('badge, popup and settings say so', async () => {
    const url = await visit(hosts.ordinary, 'coffee');
    await badgeIs(url, '!');
    const popup = await popupOf(url);
    await seen(popup, say('trouble.access'));
    await seen(popup, say('tab.withheld'));
    expect(await popup.text()).not.toContain(say('tab.unknown'));
    await seen(hand.extension.settings, say('trouble.access'));
  });

  it('a site with a caution is called one', async () => {
    const url = await visit(hosts.caution, 'Invite');
    await badgeIs(url, '!');
    await seen(await popupOf(url), say('tab.caution'));
  });

  it('a newer list arrives', async () => {
    await around.registry.add({ key: hosts.fresh, kind: 'fake_platform' });
    await around.registry.baize('publish');
    const version = await around.registry.version();
    await until('the release', async () => {
      const [feed] = await hand.extension.sync();
      expect(feed?.error).toBeNull();
      return feed?.version === version;
    });
    await expectStopped(around, await newTab(), around.sites.url(hosts.fresh), hosts.fresh);
  });

  it('a feed that not everyone may read is not called a bad connection', async () => {
    await around.registry.stop();
    const plain = await serveSites(() => '{}', around.registry.port);
    await clickOn(hand.extension.settings, say('options.feeds.check'));
    await seen(hand.extension.settings, say('error.access'));
    await plain.close();
    await around.registry.serve();
  });
});

describe('while the browser gives one site alone', () => {
  it('that site is as ever, and another says that it is withheld', async () => {
    await hand.giveOnly(hosts.forum);
    const given = await visit(hosts.forum, 'forum');
    await badgeIs(given, '3');
    const popup = await popupOf(given);
    await seen(popup, say('tab.address'));
    expect(await popup.text()).not.toContain(say('trouble.access'));
    const other = await visit(hosts.ordinary, 'coffee');
    await badgeIs(other, '!');
    await seen(await popupOf(other), say('tab.withheld'));
  });
});

describe('when the browser gives all sites back', () => {
  it('open tabs and pages say so at once, and a listed site is stopped', async () => {
    await hand.withholdAll();
    const url = await visit(hosts.ordinary, 'coffee');
    await badgeIs(url, '!');
    const forum = await visit(hosts.forum, 'forum');
    await seen(hand.extension.settings, say('trouble.access'));
    await hand.giveAll();
    await badgeIs(url, '');
    // Its guard looks around when the page is seen.
    await opened.at(-1)!.show();
    await badgeIs(forum, '3');
    await seen(await popupOf(url), say('tab.unlisted'));
    await until('the trouble to go', async () => {
      return !(await hand.extension.settings.text()).includes(say('trouble.access'));
    });
    await gateStands();
    await expectStopped(around, await newTab(), around.sites.url(hosts.listed), hosts.listed);
  });
});

describe.runIf(inject('browser') === 'chromium')('a click on the icon in the toolbar', () => {
  it('lets Baize look at that one page, which the popup then says', async () => {
    await hand.withholdAll();
    const url = await visit(hosts.forum, 'forum');
    await badgeIs(url, '!');
    const raw = hand.browser as RawChromium;
    const tab = (await raw.targets()).find((one) => one.type === 'tab' && one.url === url)!;
    await raw.send('Extensions.triggerAction', { id: new URL(raw.extension).host, targetId: tab.targetId });
    await opened[0]!.run(() => location.reload());
    await badgeIs(url, '3');
    const popup = await popupOf(url);
    await seen(popup, say('tab.address'));
    expect(await popup.text()).not.toContain(say('trouble.access'));
  });
});

describe.runIf(inject('browser') === 'chromium')('a start of the browser with a withheld page open', () => {
  it('comes to its end, and the page says that it is withheld', async () => {
    await hand.withholdAll();
    const url = around.sites.url(hosts.ordinary);
    const raw = hand.browser as RawChromium;
    opened.length = 0;
    await raw.restart({ url });
    const extension = await Extension.open(raw);
    await until('the badge', async () => (await extension.badge(url)) === '!');
    await until('the end of the start', () =>
      extension.settings.run(async () => (await chrome.storage.session.get('begun')).begun === true),
    );
  });
});
