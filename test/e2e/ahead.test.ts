import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PlainBrowser, type PlainTab, until } from '../../scripts/lib/browser.ts';
import { type Connections, noteConnections } from '../../scripts/lib/connections.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { clickOn, seen } from '../../scripts/lib/page.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { allHosts, hosts } from './samples.ts';
import { say, useAround } from './world.ts';

const around = useAround();
const isFirefox = inject('browser') === 'firefox';

/** Browsers connect ahead here as people's do, and give the extension `privacy` without a question that no driver can answer. */
function startFirefox(): Promise<PlainBrowser & { close(): Promise<void> }> {
  const { extension, program } = inject('ground');
  const preferences = {
    // What a plain Firefox has: the driver switches it off.
    'network.http.speculative-parallel-limit': 20,
    'extensions.webextOptionalPermissionPrompts': false,
  };
  return launchFirefox(program, { extension, hosts: allHosts, preferences });
}

function startChromium(): Promise<RawChromium> {
  const { extension, program } = inject('ground');
  return RawChromium.start(program, { packed: { ...pack(extension), allowed: ['privacy'] } });
}

describe('what a browser does before it asks for a page', () => {
  let browser: PlainBrowser & { close(): Promise<void> };
  let connections: Connections;

  beforeAll(async () => {
    connections = await noteConnections();
    browser = await (isFirefox ? startFirefox() : startChromium());
  });
  afterAll(async () => {
    await browser?.close();
    await connections?.close();
  });

  const url = (host: string) => `https://${host}:${connections.port}/`;
  const leading = (way: string) =>
    around.sites.url(hosts.ordinary, `${way}?to=${encodeURIComponent(url(hosts.listed))}`);

  /** The ways to a listed site in which browsers connect ahead, each in a tab of its own. */
  const ways: Readonly<Record<string, (tab: PlainTab) => Promise<void>>> = {
    'an address that is opened': (tab) => tab.open(url(hosts.listed)),
    'a page that leads on by script': (tab) => tab.open(leading('/script')),
    'a page that asks for a connection': (tab) => tab.open(leading('/preconnect')),
    'a button pressed over a link': async (tab) => {
      await tab.open(leading('/link'));
      await tab.hold('a');
    },
  };

  /** Goes a way, and then to a site that is not listed: when its connection is there, those before it are, too. */
  const go = async (way: string): Promise<number> => {
    connections.forget();
    const tab = await browser.newTab();
    await ways[way]!(tab);
    const other = await browser.newTab();
    void other.open(url(hosts.forum)).catch(() => undefined);
    await until('a connection of another site', async () => connections.naming(hosts.forum) > 0);
    await other.close();
    await tab.close();
    return connections.naming(hosts.listed);
  };

  it('tells the listed site that somebody comes, while the switch is off', async () => {
    const counts = [];
    for (const way of Object.keys(ways)) counts.push(await go(way));
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
  });

  it('tells it nothing once the switch is on, in any way', async () => {
    const settings = await browser.newTab();
    await settings.open(`${browser.extension}options.html`);
    await seen(settings, say('ahead.on'));
    await clickOn(settings, say('ahead.switch'));
    await seen(settings, say('ahead.off'));
    for (const way of Object.keys(ways)) expect([way, await go(way)]).toEqual([way, 0]);
    await clickOn(settings, say('ahead.switch'));
    await seen(settings, say('ahead.on'));
  });
});
