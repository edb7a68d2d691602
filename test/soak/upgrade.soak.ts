import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listedAddresses, listedPath, samples } from '../../scripts/demo/samples.ts';
import { type PlainTab, until } from '../../scripts/lib/browser.ts';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { run as runCommand, runOrFail } from '../../scripts/lib/command.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scenarioPages } from '../e2e/pages.ts';
import { hosts } from '../e2e/samples.ts';

/** The version that the upgrade starts from: the last one whose request rules and store were of another form. */
const earlier = '7ceee38';
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds an earlier version, uses it in a real Chromium, replaces its files while the browser runs and loads it anew, which is
 * what an update does (files that are replaced while Chromium is closed leave the old worker running). What was there
 * before has to be there afterwards. @returns whether it is; also true where the history of the project is not at hand
 */
export async function run(): Promise<boolean> {
  const known = await runCommand('git', ['cat-file', '-e', `${earlier}^{commit}`], { cwd: root });
  if (known.code !== 0) {
    console.log(`NOT RUN: commit ${earlier} is not in this copy of the project's history.`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'baize-upgrade-'));
  const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    return await upgraded(folder, (end) => endings.push(end));
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function upgraded(folder: string, atEnd: (end: () => unknown) => void): Promise<boolean> {
  const registry = new Registry(join(folder, 'registry'), await freePort(22_200));
  await registry.create('Sample Alliance', [...samples, { key: hosts.other, kind: 'giveaway' }]);
  atEnd(() => registry.stop());
  const old = await buildEarlier(folder, join(registry.data, 'feed'), atEnd);
  const installed = join(folder, 'installed');
  cpSync(old, installed, { recursive: true });
  await registry.serve();
  const sites: Sites = await serveSites(scenarioPages(() => sites.port));
  atEnd(() => sites.close());
  const { path: program } = await needBrowser('chromium');
  const browser = await RawChromium.start(program, { extension: installed });
  atEnd(() => browser.close());
  const before = await use(browser, registry, sites);

  const built = await buildExtension('chromium', [join(registry.data, 'feed')], join(folder, 'new'));
  rmSync(installed, { recursive: true });
  cpSync(built, installed, { recursive: true });
  const page = await browser.extensionsPage();
  await page.run((id) => chrome.developerPrivate.reload(id), new URL(browser.extension).host);
  await page.close();
  return check(before, browser, registry, sites);
}

async function buildEarlier(
  folder: string,
  feed: string,
  atEnd: (end: () => unknown) => void,
): Promise<string> {
  const tree = join(folder, 'earlier');
  await runOrFail('git', ['worktree', 'add', '--detach', tree, earlier], { cwd: root });
  atEnd(() => runOrFail('git', ['worktree', 'remove', '--force', tree], { cwd: root }));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const env = { BAIZE_FEED: feed, BAIZE_OUT: join(folder, 'old') };
  await runOrFail('wxt', ['build', '-b', 'chrome'], { cwd: tree, env });
  const built = join(folder, 'old', 'chrome-mv3');
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
async function use(browser: RawChromium, registry: Registry, sites: Sites): Promise<Before> {
  const extension = await Extension.answering(browser);
  await extension.ask('settings.change', { language: 'zh-TW' });
  await registry.add({ key: hosts.fresh, kind: 'ponzi_yield' });
  await registry.baize('publish');
  const [feed] = await until('the newer list', async () => {
    const feeds = await extension.sync();
    return feeds[0]!.source === 'synced' ? feeds : null;
  });
  const app = await browser.tab(await browser.open(sites.url(hosts.sharing, '/app')));
  // The one in front: what is not seen is not read.
  const chat = await browser.tab(await browser.open(sites.url(hosts.late)));
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
  browser: RawChromium,
  registry: Registry,
  sites: Sites,
): Promise<boolean> {
  const extension = await Extension.open(browser);
  const [feed] = await extension.ask('feeds.show', {});
  const [report] = await extension.ask('report.list', {});
  const proceeds = await extension.ask('proceed.list', {});
  const stopped = async (host: string) => {
    sites.forget();
    const tab = await browser.tab(await browser.open(sites.url(host)));
    const isStopped = await until('the stop page', async () => isStopPage(await tab.url())).catch(
      () => false,
    );
    return isStopped && sites.requestsTo(host) === 0;
  };
  const opened = async (host: string) => {
    const tab = await browser.tab(await browser.open(sites.url(host)));
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
    'the choice for 24 hours': proceeds.length === 1 && (await opened(hosts.other)),
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

/** What the browser's own page of extensions can do. */
declare const chrome: { readonly developerPrivate: { reload(id: string): Promise<void> } };
