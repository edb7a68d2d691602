import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core';
import { build } from 'vite';
import type { Finding, PageReply } from '../../../src/extension/messages.ts';
import type { Played } from './played-guard.ts';

type Play = Partial<Pick<Played, 'page' | 'listed' | 'open'>>;

/** The guard in real pages of a real Chromium, in an isolated world as an extension has it. */
export class GuardStage {
  private readonly browser: Browser;
  private readonly server: Server;
  private readonly bundle: string;
  private readonly pages = new Map<string, string>();

  private constructor(browser: Browser, server: Server, bundle: string) {
    this.browser = browser;
    this.server = server;
    this.bundle = bundle;
  }

  static async open(): Promise<GuardStage> {
    const bundle = await bundleOf('played-guard.ts');
    const executablePath = process.env.BAIZE_CHROMIUM ?? '/usr/bin/chromium';
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic'];
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const stage = new GuardStage(await chromium.launch({ executablePath, args }), server, bundle);
    server.on('request', ({ url }, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(stage.pages.get(url ?? '') ?? '');
    });
    return stage;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  /** Opens a page under guard; the background answers as `play` says. */
  async show(html: string, play: Play = {}, options: BrowserContextOptions = {}): Promise<Guarded> {
    const path = `/page-${this.pages.size}`;
    this.pages.set(path, html);
    const context = await this.browser.newContext({ locale: 'en-GB', ...options });
    const tab = await context.newPage();
    const session = await context.newCDPSession(tab);
    const played = {
      page: unlisted,
      listed: [],
      gone: false,
      open: false,
      delay: 0,
      calls: [],
      root: null,
      ...play,
    };
    await session.send('Page.enable');
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: 'guard',
      source: `globalThis.played = ${JSON.stringify(played)};\n${this.bundle}`,
    });
    const guarded = new Guarded(tab, session);
    await session.send('Runtime.enable');
    await tab.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`);
    return guarded;
  }
}

/** One page under guard. */
export class Guarded {
  readonly tab: Page;
  private readonly session: CDPSession;
  private world = 0;

  constructor(tab: Page, session: CDPSession) {
    this.tab = tab;
    this.session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'guard') this.world = context.id;
    });
  }

  /** Evaluates an expression in the guard's world, where `played` is. */
  async inside<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      expression,
      contextId: this.world,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value as T;
  }

  /** The text of the banner, empty when there is none. */
  words(): Promise<string> {
    return this.inside(`played.root?.host.isConnected ? played.root.textContent : ''`);
  }

  /** The texts that are marked, in the order they were marked. */
  marked(): Promise<string[]> {
    return this.inside(`[...CSS.highlights].filter(([name]) => !name.endsWith('-now'))
      .flatMap(([, ranges]) => [...ranges].map(String))`);
  }

  /** Clicks a button of the banner as a person does: at its place on the screen. */
  async click(name: string): Promise<void> {
    const box = await this.inside<{ x: number; y: number }>(
      `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(played.root.querySelector('.${name}').getBoundingClientRect())`,
    );
    await this.tab.mouse.click(box.x, box.y);
  }

  calls(name: string): Promise<{ url: string; keys?: string[] }[]> {
    return this.inside(`played.calls.filter((call) => call.name === '${name}').map((call) => call.request)`);
  }
}

export const unlisted: PageReply = { verdict: 'unlisted', finding: null, language: 'en' };

/** A finding of a sample feed. */
export function finding(key: string, change: Partial<Finding> = {}): Finding {
  const feed = 'https://feed.alliance.example/';
  return { key, kind: 'fake_platform', level: 'stop', feed, feedName: 'Sample Alliance', ...change };
}

/** A file of this folder as one script. */
export async function bundleOf(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: join(import.meta.dirname, file), output: { format: 'iife' } },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error(`${file} gave no script.`);
  return first.output[0].code;
}
