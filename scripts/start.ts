/**
 * `npm start`: a whole Baize on this machine, with sample data. Where there is a display, a browser opens and the
 * terminal says what to try; elsewhere a browser is driven through the story and leaves screenshots.
 * `--headless` does the latter anywhere, `--keep` leaves everything running after it, `--firefox` takes Firefox.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SampleAlliance } from './demo/alliance.ts';
import { demoPages } from './demo/pages.ts';
import { hosts, samples } from './demo/samples.ts';
import { tellStory } from './demo/story.ts';
import type { Browser, LaunchOptions } from './lib/browser.ts';
import { findBrowser, type Installed, needBrowser } from './lib/browsers.ts';
import { buildExtension, buildWeb } from './lib/build.ts';
import { launchChromium } from './lib/chromium.ts';
import { endCommands } from './lib/command.ts';
import { Ending } from './lib/ending.ts';
import { launchFirefox } from './lib/firefox.ts';
import { freePort } from './lib/ports.ts';
import { Registry } from './lib/registry.ts';
import { type Sites, serveSites } from './lib/sites.ts';
import { step } from './lib/steps.mjs';

const folder = fileURLToPath(new URL('../.demo/', import.meta.url));
const screenshots = `${folder}screenshots/`;
const firstPort = 4180;
const options = new Set(process.argv.slice(2));

/** Everything that runs, apart from the browser. */
interface Demo {
  readonly registry: Registry;
  readonly alliance: SampleAlliance;
  readonly sites: Sites;
  readonly extension: string;
  readonly installed: Installed;
}

async function prepare(ending: Ending): Promise<Demo> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  ending.add(endCommands);
  const installed = await chooseBrowser();
  const registry = new Registry(`${folder}registry`, await freePort(firstPort));
  const alliance = new SampleAlliance(registry, `${folder}members`);
  await step('founding an alliance of three sample members, two of whom have to agree', () =>
    alliance.found('Sample Alliance'),
  );
  ending.add(() => Promise.all([registry.stop(), alliance.stopCosigners()]).then(() => {}));
  await step('building the registry’s pages', buildWeb);
  await step('starting the registry, its feed, and the members’ co-signers', async () => {
    await registry.serve();
    await alliance.startCosigners();
  });
  await step('two members vote for the sample entries', () => alliance.agreeOn(samples));
  const sites = await serveSites(
    demoPages(() => sites.port),
    await freePort(registry.port + 1),
  );
  ending.add(() => sites.close());
  const extension = await step(`building the extension for ${installed.kind}`, () =>
    buildExtension(installed.kind, [registry.feed], `${folder}extension`),
  );
  return { registry, alliance, sites, extension, installed };
}

function chooseBrowser(): Promise<Installed> {
  if (options.has('--firefox') || (!findBrowser('chromium') && findBrowser('firefox')))
    return needBrowser('firefox');
  return needBrowser('chromium');
}

function launch({ installed, extension }: Demo, more: Partial<LaunchOptions>): Promise<Browser> {
  const start = installed.kind === 'firefox' ? launchFirefox : launchChromium;
  return start(installed.path, { extension, hosts: Object.values(hosts), ...more });
}

/** With a display: a person has the browser, until the browser or the terminal is closed. */
async function show(demo: Demo, ending: Ending): Promise<void> {
  const browser = await step(`opening ${demo.installed.kind}`, () =>
    launch(demo, { visible: true, onClosed: () => ending.end(0) }),
  );
  ending.add(() => browser.close());
  const tab = (await browser.tabs())[0] ?? (await browser.newTab());
  await tab.open(demo.sites.url(hosts.ordinary));
  await tab.show();
  console.log(whatIsRunning(demo));
}

/** Without one: the story is driven, seen in screenshots, and checked. */
async function drive(demo: Demo, ending: Ending): Promise<void> {
  const browser = await step(`starting ${demo.installed.kind} without a window`, () => launch(demo, {}));
  ending.add(() => browser.close());
  await tellStory({ ...demo, browser, screenshots });
  console.log(`\nThe screenshots are in ${screenshots}`);
}

function whatIsRunning({ registry, alliance, sites }: Demo): string {
  const key = (id: 'heron' | 'otter') => relative(process.cwd(), alliance.keyOf(id, 'vote'));
  return `
Baize runs with sample data. Nothing leaves this machine.
  an ordinary page              ${sites.url(hosts.ordinary)}
  a listed site, stopped        ${sites.url(hosts.listed)}
  a page with listed addresses  ${sites.url(hosts.forum)}
  the alliance's public site    ${registry.address}/
  the reviewers' desk           ${registry.address}/console
Report a page: open ${sites.url(hosts.fresh)}, then the Baize icon in the toolbar, "Report".
List it:       at the desk choose "Bring a key file": ${key('heron')}
               Two of the three members have to agree: sign out, forget that key, and vote with ${key('otter')}.
               The three co-signers sign by themselves; then in Baize's settings: "Check for a new list now".
Command line:  npm run -s baize -- vote status ${hosts.fresh} --data .demo/registry
Ctrl-C ends everything.`;
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

const ending = new Ending();
try {
  const demo = await prepare(ending);
  const visible = hasDisplay() && !options.has('--headless');
  await (visible ? show(demo, ending) : drive(demo, ending));
  if (!visible && options.has('--keep')) console.log(whatIsRunning(demo));
  else if (!visible) await ending.end(0);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  await ending.end(1);
}
