import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listedAddresses, listedPath, samples } from '../../scripts/demo/samples.ts';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { type BrowserKind, needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { run as runCommand, runOrFail } from '../../scripts/lib/command.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import type { RawBrowser } from '../../scripts/lib/raw-browser.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { RawFirefox } from '../../scripts/lib/raw-firefox.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scenarioPages } from '../e2e/pages.ts';
import { allHosts, hosts } from '../e2e/samples.ts';

/** The version that the upgrade starts from: the last one whose request rules and store were of another form. */
const earlier = '7ceee38';
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds an earlier version, uses it in a real browser, and puts this version in its place while the browser runs. What was
 * there before has to be there afterwards. `--browser firefox` for Firefox. @returns whether it is; also true where the
 * history of the project is not at hand
 */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options: { browser: { type: 'string', default: 'chromium' } } });
  const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
  const known = await runCommand('git', ['cat-file', '-e', `${earlier}^{commit}`], { cwd: root });
  if (known.code !== 0) {
    console.log(`NOT RUN: commit ${earlier} is not in this copy of the project's history.`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'baize-upgrade-'));
  const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    return await upgraded(kind, folder, (end) => endings.push(end));
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function upgraded(
  kind: BrowserKind,
  folder: string,
  atEnd: (end: () => unknown) => void,
): Promise<boolean> {
  const registry = new Registry(join(folder, 'registry'), await freePort(22_200));
  await registry.create('Sample Alliance', [...samples, { key: hosts.other, kind: 'giveaway' }]);
  atEnd(() => registry.stop());
  const old = await buildEarlier(kind, folder, join(registry.data, 'feed'), atEnd);
  await registry.serve();
  const sites: Sites = await serveSites(scenarioPages(() => sites.port));
  atEnd(() => sites.close());
  const { browser, upgrade } = await (kind === 'firefox' ? firefox(old) : chromium(old));
  atEnd(() => browser.close());
  const before = await use(browser, registry, sites);
  await upgrade(await buildExtension(kind, [join(registry.data, 'feed')], join(folder, 'new')));
  return check(before, browser, registry, sites);
}

interface Upgradable {
  readonly browser: RawBrowser;
  /** @param built folder of this version */
  upgrade(built: string): Promise<void>;
}

/** Files that are replaced while Chromium is closed leave the old worker running: they are replaced while it runs. */
async function chromium(old: string): Promise<Upgradable> {
  const installed = `${old}-installed`;
  cpSync(old, installed, { recursive: true });
  const { path } = await needBrowser('chromium');
  const browser = await RawChromium.start(path, { extension: installed });
  const upgrade = (built: string) => {
    rmSync(installed, { recursive: true });
    cpSync(built, installed, { recursive: true });
    return browser.update();
  };
  return { browser, upgrade };
}

async function firefox(old: string): Promise<Upgradable> {
  const { path } = await needBrowser('firefox');
  const browser = await RawFirefox.start(path, { extension: old, hosts: allHosts });
  return { browser, upgrade: (built) => browser.update(built) };
}

async function buildEarlier(
  kind: BrowserKind,
  folder: string,
  feed: string,
  atEnd: (end: () => unknown) => void,
): Promise<string> {
  const tree = join(folder, 'earlier');
  await runOrFail('git', ['worktree', 'add', '--detach', tree, earlier], { cwd: root });
  atEnd(() => runOrFail('git', ['worktree', 'remove', '--force', tree], { cwd: root }));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const env = { BAIZE_FEED: feed, BAIZE_OUT: join(folder, 'old') };
  const [name, target] =
    kind === 'firefox' ? ['firefox-mv3', ['firefox', '--mv3']] : ['chrome-mv3', ['chrome']];
  await runOrFail('wxt', ['build', '-b', ...target], { cwd: tree, env });
  const built = join(folder, 'old', name);
  if (!existsSync(built)) throw new Error('The earlier version was not built.');
  return built;
}

interface Before {
  readonly version: number;
  readonly report: string;
  readonly chat: PlainTab;
  readonly app: PlainTab;
}

/** What a person does with the earlier version: settings, a choice, a newer list, a report without a connection, open tabs. */
async function use(browser: RawBrowser, registry: Registry, sites: Sites): Promise<Before> {
  const extension = await Extension.answering(browser);
  await extension.ask('settings.change', { language: 'zh-TW' });
  await registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
  await registry.baize('publish');
  const [feed] = await until('the newer list', async () => {
    const feeds = await extension.sync();
    return feeds[0]!.source === 'synced' ? feeds : null;
  });
  const app = await opened(browser, sites.url(hosts.sharing, '/app'));
  // The one in front: what is not seen is not read.
  const chat = await opened(browser, sites.url(hosts.late));
  await until(
    'the marks of the earlier version',
    async () => (await extension.badge(sites.url(hosts.late))) === '1',
  );
  const tabId = await extension.tabId(sites.url(hosts.late));
  await extension.ask('stop.proceed', { url: sites.url(hosts.other), for: 'day', tabId });
  await registry.stop();
  const { report } = await extension.ask('report.preview', {
    ...{ tabId, subject: 'https://notes.test/', kind: 'phishing', note: 'Before', withAddresses: false },
  });
  await extension.ask('report.send', { report, picture: null, tabId });
  return { version: feed!.version, report: report.id, chat, app };
}

async function check(
  before: Before,
  browser: RawBrowser,
  registry: Registry,
  sites: Sites,
): Promise<boolean> {
  const extension = await Extension.open(browser);
  const [feed] = await extension.ask('feeds.show', {});
  const [report] = await extension.ask('report.list', {});
  const proceeds = await extension.ask('proceed.list', {});
  const stopped = async (host: string) => {
    sites.forget();
    const tab = await opened(browser, sites.url(host));
    const isStopped = await until('the stop page', async () => isStopPage(await tab.url())).catch(
      () => false,
    );
    return isStopped && sites.requestsTo(host) === 0;
  };
  const isOpen = async (host: string) => {
    const tab = await opened(browser, sites.url(host));
    return until('the page', async () => (await tab.text()).includes('Here is')).catch(() => false);
  };
  await before.chat.show();
  await before.chat.run(pay, listedAddresses.bitcoin);
  const both = async () => (await extension.badge(sites.url(hosts.late))) === '2';
  const isMarked = await until('both marks', both).catch(() => false);
  const facts: Record<string, boolean> = {
    'the language': (await extension.ask('settings.show', {})).language === 'zh-TW',
    'the list from the network': feed!.version === before.version && feed!.source === 'synced',
    'the report that waits': report?.report.id === before.report && report.state === 'waiting',
    'the choice for 24 hours': proceeds.length === 1 && (await isOpen(hosts.other)),
    'a listed site gets no request': await stopped(hosts.listed),
    'nor one that the network brought': await stopped(hosts.fresh),
    'a page that was open is marked on': isMarked,
  };
  await before.app.show();
  await before.app.run((path) => history.pushState(null, '', path), listedPath);
  const isAway = until('the stop page', async () => isStopPage(await before.app.url()));
  facts['and stopped when it goes to a listed path'] = await isAway.catch(() => false);
  await registry.serve();
  await extension.ask('report.check', { anew: true });
  const arrived = async () => (await registry.baize('reports', '--json')).includes(before.report);
  facts['the report arrives'] = await until('the report', arrived).catch(() => false);
  for (const [what, holds] of Object.entries(facts)) console.log(holds ? 'held' : 'LOST', what);
  return Object.values(facts).every(Boolean);
}

/** Runs in a page. */
function pay(address: string): void {
  document.body.append(Object.assign(document.createElement('p'), { textContent: `Pay to ${address}` }));
}

/** A tab in front. */
async function opened(browser: RawBrowser, url: string): Promise<PlainTab> {
  const tab = await browser.newTab();
  await tab.open(url);
  return tab;
}
