import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { patience } from '../../patience.ts';
import type { PlayedPictures } from './played-pictures.ts';
import { bundleOf, evaluateIn, launchBare } from './stage-parts.ts';

/** A file that the stage serves, on every host, and whether other origins may read it. */
export interface Served {
  readonly type: string;
  readonly body: string | Buffer;
  readonly isShared?: boolean;
  readonly headers?: Record<string, string>;
}

/** Pictures in real pages of a real Chromium, looked at and read from an isolated world as an extension has it. */
export class PicturesStage {
  private readonly browser: Browser;
  private readonly server: Server;
  private readonly bundle: string;
  private readonly files = new Map<string, Served>();
  /** Paths that were asked for, in order. */
  readonly requests: string[] = [];

  private constructor(browser: Browser, server: Server, bundle: string) {
    this.browser = browser;
    this.server = server;
    this.bundle = bundle;
  }

  static async open(): Promise<PicturesStage> {
    const bundle = await bundleOf('played-pictures.ts');
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const stage = new PicturesStage(await launchBare(), server, bundle);
    server.on('request', ({ url = '' }, response) => {
      stage.requests.push(url);
      const file = stage.files.get(url);
      if (file === undefined) return response.writeHead(404).end();
      const shared = file.isShared ? { 'access-control-allow-origin': '*' } : {};
      return response
        .writeHead(200, { 'content-type': file.type, ...shared, ...file.headers })
        .end(file.body);
    });
    return stage;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  /** Closes all pages. */
  async clear(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close();
  }

  /** @returns the file's address on the page's own origin, and on another one */
  serve(path: string, file: Served): { readonly own: string; readonly other: string } {
    this.files.set(path, file);
    const { port } = this.server.address() as AddressInfo;
    return { own: path, other: `http://localhost:${port}${path}` };
  }

  async show(
    body: string,
    options: BrowserContextOptions = {},
    headers: Record<string, string> = {},
  ): Promise<PicturesPage> {
    const path = `/page-${this.files.size}`;
    const html = `<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width"></head><body>${body}</body></html>`;
    this.serve(path, { type: 'text/html; charset=utf-8', body: html, headers });
    const context = await this.browser.newContext({ locale: 'en-GB', ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(patience);
    const session = await context.newCDPSession(tab);
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: 'captureWindow', executionContextName: 'guard' });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { worldName: 'guard', source: this.bundle });
    const page = new PicturesPage(tab, session);
    await tab.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`);
    return page;
  }
}

/** One page whose pictures are looked at. */
export class PicturesPage {
  readonly tab: Page;
  private readonly session: CDPSession;
  private world = 0;

  constructor(tab: Page, session: CDPSession) {
    this.tab = tab;
    this.session = session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === 'guard') this.world = context.id;
    });
    session.on('Runtime.bindingCalled', () => void this.capture());
  }

  private async capture(): Promise<void> {
    const png = await this.tab.screenshot();
    await this.inside(`captured('${png.toString('base64')}')`);
  }

  inside<T>(expression: string): Promise<T> {
    return evaluateIn(this.session, this.world, expression);
  }

  played(): Promise<PlayedPictures> {
    return this.inside('playedPictures');
  }

  /** What was read from the picture with an id; undefined as long as none was. */
  async read(id: string): Promise<readonly string[] | null | undefined> {
    return (await this.played()).read.findLast((reading) => reading.id === id)?.texts;
  }
}
