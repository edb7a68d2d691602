import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { type Browser, type PlainTab, type Tab, until } from '../../scripts/lib/browser.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { words } from '../../src/extension/words.ts';
import { scenarioPages } from './pages.ts';
import { allHosts } from './samples.ts';

/** The words of the extension's pages, in English. */
export const say = words('en');

/** What stands around a browser in a scenario: a registry and sites of its own. */
export interface Around {
  readonly registry: Registry;
  readonly sites: Sites;
}

/** One scenario's surroundings, and a browser with the extension on a new profile. */
export interface World extends Around {
  readonly browser: Browser;
  /** The extension's settings page, by which it is spoken to. */
  readonly extension: Extension;
  /** A tab to look at pages in. */
  readonly tab: Tab;
}

export interface WorldOptions {
  /** Whether the registry's server runs. */
  readonly served?: boolean;
}

type Endings = (() => unknown)[];
type Filling<T> = { -readonly [K in keyof T]: T[K] };

/** Sets up a world before the tests of a file and takes it down after them. */
export function useWorld(options: WorldOptions = {}): World {
  return use<World>(async (world, endings) => {
    await setAround(world, endings, options);
    const { extension, program } = inject('ground');
    const launch = inject('browser') === 'firefox' ? launchFirefox : launchChromium;
    world.browser = await launch(program, { extension, hosts: allHosts });
    endings.push(() => world.browser.close());
    world.extension = await Extension.open(world.browser);
    world.tab = await world.browser.newTab();
  });
}

/** A registry and sites alone, for scenarios that start their browser by themselves. */
export function useAround(options: WorldOptions = {}): Around {
  return use<Around>((around, endings) => setAround(around, endings, options));
}

function use<T extends object>(set: (world: Filling<T>, endings: Endings) => Promise<void>): T {
  const world = {} as Filling<T>;
  const endings: Endings = [];
  beforeAll(() => set(world, endings));
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });
  return world;
}

async function setAround(
  around: Filling<Around>,
  endings: Endings,
  { served = true }: WorldOptions,
): Promise<void> {
  const { registry, port } = inject('ground');
  const data = mkdtempSync(join(tmpdir(), 'baize-registry-'));
  endings.push(() => rmSync(data, { recursive: true, force: true }));
  cpSync(registry, data, { recursive: true });
  around.registry = new Registry(data, port);
  endings.push(() => around.registry.stop());
  if (served) await around.registry.serve();
  around.sites = await serveSites(scenarioPages(() => around.sites.port));
  endings.push(() => around.sites.close());
}

/** Waits until the stop page stands in a tab. */
export async function stopPageIn(tab: PlainTab): Promise<void> {
  await until('the stop page', async () => isStopPage(await tab.url()));
  await until('the words of the stop page', () => tab.run(() => document.querySelector('#host') !== null));
}

/** Opens an address and expects the stop page there and no request at the site. */
export async function expectStopped(
  { sites }: Pick<World, 'sites'>,
  tab: PlainTab,
  url: string,
  host: string,
): Promise<void> {
  sites.forget();
  await tab.open(url);
  await stopPageIn(tab);
  expect(sites.requestsTo(host)).toBe(0);
}

/** Opens an address and expects the page itself there. */
export async function expectOpened(tab: PlainTab, url: string, text: string): Promise<void> {
  await tab.open(url);
  await until(`"${text}" on the page`, async () => (await tab.text()).includes(text));
}
