import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { patience } from '../../patience.ts';
import type { Played } from './played-guard.ts';
import { bundleOf, evaluateIn, launchBare, unlisted } from './stage-parts.ts';

type Play = Partial<Pick<Played, 'page' | 'listed' | 'lookalikes' | 'swap' | 'fails' | 'delay'>>;

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
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const stage = new GuardStage(await launchBare(), server, bundle);
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
    tab.setDefaultTimeout(patience);
    const session = await context.newCDPSession(tab);
    const played = {
      page: unlisted,
      listed: [],
      lookalikes: [],
      swap: null,
      gone: false,
      drawn: null,
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

  private evaluate<T>(expression: string, contextId: number): Promise<T> {
    return evaluateIn(this.session, contextId, expression);
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
