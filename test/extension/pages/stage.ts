import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { build, type Plugin } from 'vite';
import { patience } from '../../patience.ts';
import { launchBare } from '../page/stage-parts.ts';
import { now, replies } from './samples.ts';

export type PageName = 'stop' | 'popup' | 'options' | 'welcome';

const root = resolve(import.meta.dirname, '../../..');
const pages: readonly PageName[] = ['stop', 'popup', 'options', 'welcome'];

/** The extension's own pages in a real Chromium; only the background and the browser's tabs are played. */
export class Stage {
  private readonly server: Server;
  private readonly browser: Browser;
  private readonly folder: string;
  private readonly contexts = new Map<string, Promise<BrowserContext>>();
  readonly origin: string;

  private constructor(server: Server, browser: Browser, folder: string) {
    this.server = server;
    this.browser = browser;
    this.folder = folder;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'baize-pages-'));
    await bundle(folder);
    const server = await serve(folder);
    return new Stage(server, await launchBare(), folder);
  }

  /** Closes every tab, so that the next test begins with none. */
  async clear(): Promise<void> {
    const tabs = this.browser.contexts().flatMap((context) => context.pages());
    await Promise.all(tabs.map((tab) => tab.close()));
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
    await rm(this.folder, { recursive: true });
  }

  /**
   * Opens a page.
   *
   * @param change answers that differ from the samples, by message name
   * @param options the browser's width, colour scheme and the like
   * @param hash what follows the page's address, with its `#`
   */
  async show(
    page: PageName,
    change: Record<string, unknown> = {},
    options: BrowserContextOptions = {},
    hash = page === 'stop' ? '#https://login.scam.example/deposit?ref=1' : '',
  ): Promise<Page> {
    const tab = await this.blank(change, options);
    await tab.goto(`${this.origin}/${page}.html${hash}`);
    await tab.waitForSelector('body > *');
    return tab;
  }

  /** A tab with the answers staged, on no page yet. */
  async blank(change: Record<string, unknown> = {}, options: BrowserContextOptions = {}): Promise<Page> {
    const tab = await (await this.context(options)).newPage();
    tab.setDefaultTimeout(patience);
    // The samples' ages are words of the pages: they stay what they are however long the tests take.
    await tab.clock.setFixedTime(now);
    await tab.addInitScript(
      (all) => {
        window.scene = { replies: all, calls: [], settle: () => {} };
      },
      { ...replies, ...change },
    );
    return tab;
  }

  // A new context costs more than a test: those with equal options share one.
  private context(options: BrowserContextOptions): Promise<BrowserContext> {
    const name = JSON.stringify(options);
    const context = this.contexts.get(name) ?? this.browser.newContext({ locale: 'en-GB', ...options });
    this.contexts.set(name, context);
    return context;
  }
}

/** What a page has asked so far: message names and requests, in order. */
export const callsOf = (tab: Page) => tab.evaluate(() => window.scene.calls);

async function bundle(outDir: string): Promise<void> {
  const input = Object.fromEntries(pages.map((page) => [page, join(root, `entrypoints/${page}/index.html`)]));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [stubs],
    build: { outDir, emptyOutDir: true, minify: false, modulePreload: false, rolldownOptions: { input } },
  });
}

const stubs: Plugin = {
  name: 'stubs',
  enforce: 'pre',
  resolveId(source) {
    if (source.endsWith('/send.ts')) return fileURLToPath(new URL('./stub-send.ts', import.meta.url));
    return source === 'wxt/browser' ? fileURLToPath(new URL('./stub-browser.ts', import.meta.url)) : null;
  },
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** Serves `/stop.html` and the like as the packaged extension does, and an ordinary page for every other name. */
async function serve(folder: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://stage').pathname;
    const page = pages.find((name) => path === `/${name}.html`);
    const file = page === undefined ? path : `/entrypoints/${page}/index.html`;
    const body = await readFile(join(folder, file)).catch(() => null);
    response.setHeader('content-type', body === null ? 'text/html' : (types[extname(file)] ?? 'text/plain'));
    response.end(body ?? `<title>other</title><p>${path.replace(/[^\w./-]/g, '')}</p>`);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}
