import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import consoleWords from '../../assets/words/console/en.json' with { type: 'json' };
import siteWords from '../../assets/words/site/en.json' with { type: 'json' };
import { type MemberId, SampleAlliance } from '../../scripts/demo/alliance.ts';
import type { Browser, Tab } from '../../scripts/lib/browser.ts';
import { buildExtension, buildWeb } from '../../scripts/lib/build.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { signIn } from '../../scripts/lib/console.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scenarioPages } from './pages.ts';
import { allHosts } from './samples.ts';

export { consoleWords, siteWords };

/** Three sample members of whom two have to agree, their co-signers, and two browsers. */
export interface DeskWorld {
  readonly registry: Registry;
  readonly alliance: SampleAlliance;
  readonly sites: Sites;
  /** An investor's browser, with the extension that follows the alliance. */
  readonly investor: Browser;
  readonly extension: Extension;
  /** Another person's, on another profile. */
  readonly other: Browser;
  /** Where the members' keys lie. */
  readonly members: string;
}

// Away from the other scenarios' ports.
const firstPort = 15_300 + (process.pid % 400) * 20;

/** Founds the alliance and starts everything before the tests of a file, and takes it down after them. */
export function useDeskWorld(): DeskWorld {
  const world = {} as { -readonly [K in keyof DeskWorld]: DeskWorld[K] };
  const endings: (() => unknown)[] = [];
  beforeAll(async () => {
    const kind = inject('browser');
    const folder = mkdtempSync(join(tmpdir(), 'baize-desk-'));
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    await buildWeb();
    world.members = join(folder, 'members');
    world.registry = new Registry(join(folder, 'registry'), await freePort(firstPort));
    world.alliance = new SampleAlliance(world.registry, world.members);
    await world.alliance.found('Sample Alliance');
    endings.push(() => world.registry.stop());
    await world.registry.serve();
    endings.push(() => world.alliance.stopCosigners());
    await world.alliance.startCosigners();
    world.sites = await serveSites(scenarioPages(() => world.sites.port));
    endings.push(() => world.sites.close());
    const package_ = await buildExtension(kind, [world.registry.feed], join(folder, 'extension'));
    const launch = kind === 'firefox' ? launchFirefox : launchChromium;
    const start = async () => {
      const browser = await launch(inject('ground').program, { extension: package_, hosts: allHosts });
      endings.push(() => browser.close());
      return browser;
    };
    world.investor = await start();
    world.extension = await Extension.open(world.investor);
    world.other = await start();
  });
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });
  return world;
}

/** Signs in at the console as a member's reviewer. */
export function signInAs({ registry, members }: DeskWorld, browser: Browser, id: MemberId): Promise<Tab> {
  return signIn(browser, registry.address, join(members, id, 'keys', 'vote.key'));
}

/** Presses the Tab key until the control with this text has the focus, as somebody without a mouse does. */
export async function tabTo(tab: Tab, text: string): Promise<void> {
  const here = () => document.activeElement?.textContent?.trim() ?? '';
  for (let i = 0; i < 40; i += 1) {
    if ((await tab.run(here)) === text) return;
    await tab.press('Tab');
  }
  throw new Error(`The Tab key does not lead to "${text}".`);
}
