import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SampleAlliance } from '../../scripts/demo/alliance.ts';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension, buildWeb } from '../../scripts/lib/build.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { Ending } from '../../scripts/lib/ending.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';

interface World {
  readonly alliance: SampleAlliance;
  readonly extension: Extension;
  readonly sites: Sites;
  readonly tab: Tab;
}

/**
 * From the last needed vote to a browser that stops the site: three sample members of whom two have to agree, their co-signers as
 * processes of their own, which look for a proposal every second, and a real Chromium that is asked to look for a new list again
 * and again, so that the poll interval is not in the figures. `--rounds N` sites.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '10' } } });
  const hosts = Array.from({ length: Number(values.rounds) }, (_, i) => `arrival-${i}.test`);
  const ending = new Ending();
  const world = await prepare(ending, hosts);
  const times: number[] = [];
  for (const host of hosts) times.push(await arrival(world, host));
  times.sort((a, b) => a - b);
  const at = (share: number) => `${(times[Math.floor((times.length - 1) * share)]! / 1_000).toFixed(1)} s`;
  console.log('From the last needed vote (its command started) to the stop page, without the poll interval:');
  console.table([{ sites: times.length, fastest: at(0), median: at(0.5), slowest: at(1), goal: '< 60 s' }]);
  await ending.end(0);
}

async function prepare(ending: Ending, hosts: readonly string[]): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  ending.add(() => rmSync(folder, { recursive: true, force: true }));
  const registry = new Registry(join(folder, 'registry'), await freePort(22_000));
  const alliance = new SampleAlliance(registry, join(folder, 'members'));
  await alliance.found('Sample Alliance');
  await buildWeb();
  ending.add(() => Promise.all([registry.stop(), alliance.stopCosigners()]).then(() => {}));
  await registry.serve();
  await alliance.startCosigners();
  const sites = await serveSites((host) => `<h1>${host}</h1>`);
  ending.add(() => sites.close());
  const package_ = await buildExtension('chromium', [registry.feed], join(folder, 'extension'));
  const { path } = await needBrowser('chromium');
  const browser = await launchChromium(path, { extension: package_, hosts });
  ending.add(() => browser.close());
  return { alliance, sites, extension: await Extension.open(browser), tab: await browser.newTab() };
}

/** @returns milliseconds */
async function arrival({ alliance, extension, sites, tab }: World, key: string): Promise<number> {
  const sample = { key, kind: 'phishing' } as const;
  await alliance.vote('heron', sample);
  const start = performance.now();
  await alliance.vote('crane', sample);
  const url = sites.url(key);
  await until(`${key} on the list of the browser`, async () => {
    await extension.sync();
    return (await extension.ask('stop.show', { url })).finding !== null;
  });
  await tab.open(url);
  await until('the stop page', async () => isStopPage(await tab.url()));
  return performance.now() - start;
}
