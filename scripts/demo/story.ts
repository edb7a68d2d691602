import { words } from '../../src/extension/words.ts';
import { type Browser, type Tab, until } from '../lib/browser.ts';
import { signIn, signVote } from '../lib/console.ts';
import { Extension, isStopPage } from '../lib/extension.ts';
import { clickOn, seen } from '../lib/page.ts';
import type { Registry } from '../lib/registry.ts';
import type { Sites } from '../lib/sites.ts';
import { step } from '../lib/steps.mjs';
import type { SampleAlliance } from './alliance.ts';
import { hosts } from './samples.ts';

const say = words('en');

export interface Stage {
  readonly browser: Browser;
  readonly registry: Registry;
  readonly alliance: SampleAlliance;
  readonly sites: Sites;
  /** Folder for the screenshots, with a final slash. */
  readonly screenshots: string;
}

/**
 * What Baize does, acted by a browser: an ordinary page, a listed site, a listed address, and a report on its way over the
 * reviewers' desk to every browser. A screenshot after each scene.
 *
 * @throws Error that names the scene when something does not happen
 */
export async function tellStory(stage: Stage): Promise<void> {
  const extension = await Extension.open(stage.browser);
  const tab = await stage.browser.newTab();
  const scenes = [
    ['ordinary page: Baize is silent', 'ordinary-page', () => ordinaryPage(stage, tab)],
    ['listed site: stopped, 0 requests', 'listed-site-stopped', () => listedSite(stage, tab)],
    ['listed addresses: marked, with a banner', 'listed-address', () => listedAddress(stage, tab)],
    ['report: sent from the popup', 'report', () => report(stage, extension, tab)],
    ['desk: the report is a case, one member votes', 'desk-case', () => deskCase(stage)],
    [
      'new entry: a second of three members agrees, their co-signers sign, the browser learns',
      'new-entry',
      () => newEntry(stage, extension),
    ],
    ['new entry: that site is stopped now, 0 requests', 'new-entry-stopped', () => freshSite(stage, tab)],
    ['reporter: hears that it is listed', 'reporter-hears', () => reporterHears(extension, tab)],
    ['public page: who listed it, and the way to object', 'public-page', () => publicPage(stage, tab)],
  ] as const;
  for (const [i, [name, file, act]] of scenes.entries()) {
    await step(name, async () => {
      const shown = await act();
      await rest();
      await shown.screenshot(`${stage.screenshots}${String(i + 1).padStart(2, '0')}-${file}.png`);
    });
  }
}

// The banner comes in within a fifth of a second.
const rest = () => new Promise((resolve) => setTimeout(resolve, 500));
const marks = (): number => CSS.highlights.size;

async function ordinaryPage({ sites }: Stage, tab: Tab): Promise<Tab> {
  await tab.open(sites.url(hosts.ordinary));
  if ((await tab.run(marks)) > 0) throw new Error('There is a mark on an ordinary page.');
  return tab;
}

async function listedSite(stage: Stage, tab: Tab): Promise<Tab> {
  await stopped(stage, tab, hosts.listed);
  return tab;
}

async function listedAddress({ sites }: Stage, tab: Tab): Promise<Tab> {
  await tab.open(sites.url(hosts.forum));
  await until('a mark at the listed address', () => tab.run(marks));
  return tab;
}

async function report({ registry, sites }: Stage, extension: Extension, tab: Tab): Promise<Tab> {
  await tab.open(sites.url(hosts.fresh));
  const popup = await extension.popup(sites.url(hosts.fresh));
  await openReport(popup);
  await popup.run(chooseKind);
  await openReport(popup);
  await popup.click('form button.filled');
  await until('the report at the registry', async () =>
    (await registry.baize('reports', '--json')).includes(hosts.fresh),
  );
  return popup;
}

/** Unfolds "Report" and waits until what is filled in can be sent. */
async function openReport(popup: Tab): Promise<void> {
  await until('the report form', async () => {
    await popup.run(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    return popup.run(() => document.querySelector('form button.filled:enabled') !== null);
  });
}

/** A reviewer signs in with a key, sees the case, and signs a vote. */
async function deskCase({ alliance, browser, registry }: Stage): Promise<Tab> {
  const desk = await signIn(browser, registry.address, alliance.keyOf('heron', 'vote'));
  await clickOn(desk, hosts.fresh);
  await signVote(desk);
  return desk;
}

/** Does in the popup what choosing a kind does. */
function chooseKind(): void {
  const kind = 'ponzi_yield';
  const hasKind = (each: HTMLSelectElement) => [...each.options].some(({ value }) => value === kind);
  const select = [...document.querySelectorAll('select')].find(hasKind)!;
  select.value = kind;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

async function newEntry({ alliance }: Stage, extension: Extension): Promise<Tab> {
  const reason = 'Sample entry: reported in the demo.';
  // Before the vote: the browser may look by itself right after it.
  const before = (await extension.ask('feeds.show', {}))[0]!.entries;
  await alliance.vote('crane', { key: hosts.fresh, kind: 'ponzi_yield', reason });
  await until('the new entry in the browser', async () => (await extension.sync())[0]!.entries > before);
  await extension.settings.open(await extension.settings.url());
  await until('the feed in the settings', async () => (await extension.settings.text()).includes('Sample'));
  await extension.settings.show();
  return extension.settings;
}

async function freshSite(stage: Stage, tab: Tab): Promise<Tab> {
  stage.sites.forget();
  await stopped(stage, tab, hosts.fresh);
  return tab;
}

async function reporterHears(extension: Extension, tab: Tab): Promise<Tab> {
  const popup = await extension.popup(await tab.url());
  await clickOn(popup, say('reports.title'));
  await clickOn(popup, say('reports.check'));
  await seen(popup, say('reports.state.listed'));
  return popup;
}

async function publicPage({ registry }: Stage, tab: Tab): Promise<Tab> {
  await tab.show();
  await tab.open(`${registry.address}/why/${hosts.fresh}`);
  await seen(tab, 'Heron Watch (sample)');
  return tab;
}

/** Opens a listed site and makes sure that the stop page stands there and nothing reached the site. */
async function stopped({ sites }: Stage, tab: Tab, host: string): Promise<void> {
  await tab.show();
  await tab.open(sites.url(host));
  await until('the stop page', async () => isStopPage(await tab.url()));
  await until('the words of the stop page', async () => (await tab.text()).includes(host));
  const requests = sites.requestsTo(host);
  if (requests > 0) throw new Error(`The listed site got ${requests} requests.`);
  console.log(`  ${host} got 0 requests`);
}
