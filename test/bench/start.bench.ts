import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { until } from '../../scripts/lib/browser.ts';
import { type BrowserKind, needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { Ending } from '../../scripts/lib/ending.ts';
import { isStopPage } from '../../scripts/lib/extension.ts';
import { pack } from '../../scripts/lib/packed.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import type { RawBrowser } from '../../scripts/lib/raw-browser.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { RawFirefox } from '../../scripts/lib/raw-firefox.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { hostList } from '../real-lists.ts';

const options = {
  browser: { type: 'string', default: 'chromium' },
  starts: { type: 'string', default: '8' },
  names: { type: 'string', default: '7' },
  scheme: { type: 'string', default: 'https' },
  extension: { type: 'string' },
  fresh: { type: 'boolean', default: false },
} as const;

const host = 'quick-profit.test';
const others = [
  'moon-yield.test',
  'double-coin.test',
  'safe-vault.test',
  'prize.test',
  'gift.test',
  'bonus.test',
];

/**
 * The first page of a start: the browser, packed as from a store, is started with a listed address on the command line.
 * Whether the request reached the site, what of the page ran and was drawn, and when the stop page stood. `--browser firefox`
 * (over http alone: a plain Firefox takes no certificate of a test), `--starts N`,
 * `--names N` on the list (351000 takes the long list), `--scheme http`, `--fresh` for a new profile each time, `--extension
 * DIR` for a package that is there and lists the host.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const ending = new Ending();
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  ending.add(() => rmSync(folder, { recursive: true, force: true }));
  const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
  const extension = values.extension ?? (await build(kind, folder, Number(values.names)));
  const site = await Site.open(values.scheme === 'https', folder);
  ending.add(() => site.close());
  const start = await starter(kind, extension);
  const starts: Start[] = [];
  let browser: RawBrowser | null = null;
  ending.add(() => browser?.close());
  for (let n = 0; n < Number(values.starts); n += 1) {
    if (browser === null && !values.fresh) browser = await settled(await start(), site);
    site.forget();
    if (values.fresh) {
      await browser?.close();
      browser = await start(site.url);
    } else await browser!.restart({ url: site.url });
    starts.push(await measured(browser!, site));
    console.log(starts.at(-1));
  }
  report(values, starts);
  await ending.end(0);
}

/** Starts a browser on a new profile, with an address or none. */
async function starter(kind: BrowserKind, extension: string): Promise<(url?: string) => Promise<RawBrowser>> {
  const { path } = await needBrowser(kind);
  if (kind === 'firefox')
    return (url = 'about:blank') => RawFirefox.start(path, { extension, hosts: [host], url });
  const packed = pack(extension);
  const trusting = ['--ignore-certificate-errors'];
  return (url = 'about:blank') => RawChromium.start(path, { packed, arguments: trusting, url });
}

/** One start, in milliseconds after the first request reached the site; null for what never happened. */
interface Start {
  readonly requests: number;
  readonly ran: number | null;
  readonly drawn: number | null;
  readonly stopped: number | null;
}

async function measured(browser: RawBrowser, site: Site): Promise<Start> {
  await until('the stop page', async () => (await browser.addresses()).some(isStopPage));
  const stopped = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const at = (path: string) => site.log.find((line) => line.path === path)?.at ?? null;
  const first = at('/');
  const since = (time: number | null) => (time === null || first === null ? null : Math.round(time - first));
  return {
    requests: site.log.length,
    ran: since(at('/ran')),
    drawn: since(at('/drawn')),
    stopped: since(stopped),
  };
}

/** A browser that has been used: the gate is set and the worker asleep. */
async function settled(browser: RawBrowser, site: Site): Promise<RawBrowser> {
  await until(
    'the gate',
    async () => {
      site.forget();
      const tab = await browser.newTab();
      await tab.open(site.url);
      await until('the stop page', async () => isStopPage(await tab.url()));
      await tab.close();
      return site.log.length === 0;
    },
    300_000,
  );
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return browser;
}

function report(
  { browser, names, scheme, fresh }: { browser: string; names: string; scheme: string; fresh: boolean },
  starts: Start[],
) {
  const times = (of: (start: Start) => number | null) => {
    const all = starts.flatMap((start) => of(start) ?? []).sort((a, b) => a - b);
    const at = (share: number) => all[Math.floor((all.length - 1) * share)];
    return all.length === 0 ? '0' : `${all.length}: ${at(0)}, ${at(0.5)}, ${at(1)}`;
  };
  console.log('Starts with a listed address; milliseconds after the request: least, median, most.');
  console.table([
    {
      browser,
      names,
      scheme,
      profile: fresh ? 'new' : 'used',
      starts: starts.length,
      reached: starts.filter(({ requests }) => requests > 0).length,
      'requests at most': Math.max(...starts.map(({ requests }) => requests)),
      'script ran': times(({ ran }) => ran),
      drawn: times(({ drawn }) => drawn),
      'stop page': times(({ stopped }) => stopped),
    },
  ]);
}

/** A package that lists the host among so many. */
async function build(kind: BrowserKind, folder: string, names: number): Promise<string> {
  const registry = new Registry(join(folder, 'registry'), await freePort(22_100));
  await registry.create('Sample Alliance', [{ key: host, kind: 'fake_platform' }]);
  const list = names > others.length + 1 ? hostList().slice(0, names - 1) : others;
  const file = join(folder, 'names.txt');
  writeFileSync(file, list.join('\n'));
  await registry.baize('import', file, '--kind', 'phishing', '--skip-bad');
  await registry.baize('publish');
  return buildExtension(kind, [join(registry.data, 'feed')], join(folder, 'extension'));
}

/** The listed site: it notes what is asked for and when, its page tells when its script runs and when it is drawn. */
class Site {
  readonly log: { readonly path: string; readonly at: number }[] = [];
  readonly url: string;
  private readonly server: ReturnType<typeof createPlain>;

  private constructor(server: ReturnType<typeof createPlain>, url: string) {
    this.server = server;
    this.url = url;
  }

  static async open(secure: boolean, folder: string): Promise<Site> {
    let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.end();
    const hear = (request: IncomingMessage, response: ServerResponse) => answer(request, response);
    const server = secure ? createSecure(certificate(folder), hear) : createPlain(hear);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const site = new Site(server, `${secure ? 'https' : 'http'}://${host}:${port}/`);
    answer = (request, response) => site.answer(request, response);
    return site;
  }

  forget(): void {
    this.log.length = 0;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    if (url !== '/favicon.ico') this.log.push({ path: url, at: performance.now() });
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  }
}

/** What is painted is not shown while its root is transparent. */
const page = `<!doctype html><html lang="en"><title>Sample</title><h1>If you can read this, the site was not stopped</h1>
<script>fetch('/ran');
new PerformanceObserver(look).observe({ type: 'paint', buffered: true });
function look() {
  if (getComputedStyle(document.documentElement).opacity === '1') fetch('/drawn');
  else requestAnimationFrame(look);
}</script>`;

function certificate(folder: string): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
