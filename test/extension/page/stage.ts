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
import type { Finding, Listed, PageReply } from '../../../src/extension/messages.ts';
import type { Played } from './played-guard.ts';

type Play = Partial<Pick<Played, 'page' | 'listed' | 'lookalikes' | 'swap' | 'fails'>>;

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
      lookalikes: [],
      swap: null,
      gone: false,
      fails: 0,
      delay: 0,
      calls: [],
      told: { verdicts: [], said: [], frames: 0, shown: 0, refreshed: 0 },
      marks: [],
      surroundings: null,
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
  /** The guard's worlds of all frames, newest last, and the one of the page. */
  private readonly worlds = new Map<number, string>();
  private top = '';

  constructor(tab: Page, session: CDPSession) {
    this.tab = tab;
    this.session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'guard') this.worlds.set(context.id, context.auxData!.frameId!);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.worlds.delete(executionContextId);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.top = frame.id;
    });
  }

  /** Evaluates an expression in the guard's world, where `played` is. */
  async inside<T>(expression: string): Promise<T> {
    const [world] = [...this.worlds].filter(([, frame]) => frame === this.top).at(-1) ?? [0];
    return this.evaluate(expression, world);
  }

  /** The same in every frame of the page, and in the page itself. */
  async insideAll<T>(expression: string): Promise<T[]> {
    return Promise.all([...this.worlds.keys()].map((world) => this.evaluate<T>(expression, world)));
  }

  private async evaluate<T>(expression: string, contextId: number): Promise<T> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      expression,
      contextId,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value as T;
  }

  /** Where marks stand, in the order they were made. */
  marked(): Promise<string[]> {
    return this.inside('played.marked()');
  }

  told(): Promise<Played['told']> {
    return this.inside('played.told');
  }

  calls(name: string): Promise<{ url: string; texts?: string[] }[]> {
    return this.inside(`played.calls.filter((call) => call.name === '${name}').map((call) => call.request)`);
  }

  /** All texts the background was asked about. */
  async asked(): Promise<string[]> {
    return (await this.calls('guard.addresses')).flatMap(({ texts }) => texts!);
  }
}

export const unlisted: PageReply = { verdict: 'unlisted', finding: null, language: 'en' };

/** A finding of a sample feed. */
export function finding(key: string, change: Partial<Finding> = {}): Finding {
  const feed = 'https://feed.alliance.example/';
  return { key, kind: 'fake_platform', level: 'stop', feed, feedName: 'Sample Alliance', ...change };
}

export const listed = (text: string): Listed => ({ text, finding: finding(`eip155:${text.toLowerCase()}`) });

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
