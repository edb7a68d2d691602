import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import consoleWords from '../../assets/words/console/en.json' with { type: 'json' };
import siteWords from '../../assets/words/site/en.json' with { type: 'json' };
import { type MemberId, SampleAlliance } from '../../scripts/demo/alliance.ts';
import { type Browser, type Tab, until } from '../../scripts/lib/browser.ts';
import { buildExtension, buildWeb } from '../../scripts/lib/build.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scenarioPages } from './pages.ts';
import { allHosts } from './samples.ts';
import { clickOn, seen } from './world.ts';

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
  }, 240_000);
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });
  return world;
}

/** Opens the console in a browser and signs in as a member's reviewer, with the key file that the command line made. */
export async function signIn({ registry, members }: DeskWorld, browser: Browser, id: MemberId): Promise<Tab> {
  const tab = await browser.newTab();
  await tab.open(`${registry.address}/console`);
  await clickOn(tab, consoleWords['key.bring']);
  const file = readFileSync(join(members, id, 'keys', 'vote.key'), 'utf8');
  await until('the field for a key file', () => tab.run(chooseFile, file));
  await clickOn(tab, consoleWords['key.bring.do']);
  await clickOn(tab, consoleWords['signin.do']);
  await seen(tab, consoleWords['queue.total'].replace('{total}', ''));
  return tab;
}

/** Does in a page what choosing a file does. */
function chooseFile(text: string): boolean {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) return false;
  const chosen = new DataTransfer();
  chosen.items.add(new File([text], 'vote.key'));
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Signs what the form of the vote says, and waits until it stands in the log. */
export async function signVote(tab: Tab): Promise<void> {
  await clickOn(tab, consoleWords['vote.review']);
  await seen(tab, '"_type": "vote"');
  await clickOn(tab, consoleWords['sign.do']);
  await seen(tab, consoleWords['vote.done'].split('{leaf}')[1]!);
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
