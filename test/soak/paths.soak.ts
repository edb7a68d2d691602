import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Tab } from '../../scripts/lib/browser.ts';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { Extension } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { pageKeys } from '../../src/core/same-page.ts';
import { addressesOf, spelledPaths, spellingsOf } from '../path-spellings.ts';

/** How many listed addresses got a request when this was last worked on: no more may. docs/benchmarks.md says which. */
const known = { chromium: 68, firefox: 0 } as const;

const host = 'sharing.test';
const around = 'ordinary.test';
/** Frames that are put into the page at a time, and how long they may take, in milliseconds. */
const atOnce = 60;
const wait = 8_000;

interface Spelled {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/**
 * Puts every spelling of listed paths into a frame of a real browser, and counts what reaches the site. `--browser firefox`
 * for Firefox.
 *
 * @returns whether no more than is known reached it, and all that is not listed did
 */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options: { browser: { type: 'string', default: 'chromium' } } });
  const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
  const folder = mkdtempSync(join(tmpdir(), 'baize-paths-'));
  const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const keys = spelledPaths.map((path) => `${host}${path}`);
    const registry = new Registry(join(folder, 'registry'), await freePort(22_300));
    await registry.create(
      'Sample Alliance',
      keys.map((key) => ({ key, kind: 'phishing' as const })),
    );
    const extension = await buildExtension(kind, [join(registry.data, 'feed')], join(folder, 'extension'));
    const sites: Sites = await serveSites(
      (asked, path) => `<!doctype html><title>Sample</title>${asked}${path}`,
    );
    endings.push(() => sites.close());
    const { path: program } = await needBrowser(kind);
    const launch = kind === 'firefox' ? launchFirefox : launchChromium;
    const hosts = [host, `www.${host}`, `deep.${host}`, `not${host}`, around];
    const browser = await launch(program, { extension, hosts });
    endings.push(() => browser.close());
    await Extension.open(browser);
    const tab = await browser.newTab();
    await tab.open(sites.url(around));
    const all = spelled(sites.port);
    const asked = await askedFor(tab, sites, all);
    return judged(all, asked, keys, known[kind]);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

function spelled(port: number): Spelled[] {
  const all: Spelled[] = [];
  const add = (name: string, make: (id: string) => string) => {
    const id = `${all.length}.`;
    all.push({ id, name, url: make(id) });
  };
  for (const [n, path] of spelledPaths.entries()) {
    for (const [name, spelling] of Object.entries(spellingsOf(path)))
      add(`${n} ${name}`, (id) => addressesOf(host, port, spelling, id).host!);
    for (const name of Object.keys(addressesOf(host, port, path, '')))
      add(`${n} at ${name}`, (id) => addressesOf(host, port, path, id)[name]!);
  }
  return all;
}

/** @returns the ids of those that reached the site */
async function askedFor(tab: Tab, sites: Sites, all: readonly Spelled[]): Promise<Set<string>> {
  for (let from = 0; from < all.length; from += atOnce) {
    const urls = all.slice(from, from + atOnce).map(({ url }) => url);
    await tab.run(load, { urls, wait });
  }
  const ids = sites.log.flatMap((line) => /[?&]m=(\d+\.)/.exec(line)?.[1] ?? []);
  return new Set(ids);
}

/** Runs in the page: puts frames into it until all are loaded. A frame that is stopped may never say so. */
async function load({ urls, wait }: { urls: readonly string[]; wait: number }): Promise<void> {
  const frames = urls.map((src) => Object.assign(document.createElement('iframe'), { src }));
  const loads = frames.map((frame) => new Promise((done) => frame.addEventListener('load', done)));
  document.body.replaceChildren(...frames);
  await Promise.race([Promise.all(loads), new Promise((done) => setTimeout(done, wait))]);
}

function judged(
  all: readonly Spelled[],
  asked: ReadonlySet<string>,
  keys: readonly string[],
  most: number,
): boolean {
  const isListed = ({ url }: Spelled) => pageKeys(url).some((key) => keys.includes(key));
  const listed = all.filter(isListed);
  const reached = listed.filter(({ id }) => asked.has(id));
  const stopped = all.filter((one) => !isListed(one) && !asked.has(one.id));
  console.log(
    `${all.length} addresses, ${listed.length} listed; ${reached.length} of these reached the site:`,
  );
  for (const { name, url } of reached) console.log(`  ${name}  ${url}`);
  console.log(`${stopped.length} of the others did not:`);
  for (const { name, url } of stopped) console.log(`  ${name}  ${url}`);
  return reached.length <= most && stopped.length === 0;
}
