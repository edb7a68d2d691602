import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PlainTab, seenText, until } from './browser.ts';
import { chromiumArguments, extensionId, loading } from './chromium.ts';
import { type Packed, putIntoProfile } from './packed.ts';
import { middleOf, RawBrowser, type Start } from './raw-browser.ts';
import { type Params, Wire } from './wire.ts';

/** Something of the browser that a driver could attach to. */
export interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly attached: boolean;
}

/** Sends a command of the DevTools protocol to one tab. */
export type Send = <T>(method: string, params?: Params) => Promise<T>;

export interface RawOptions extends Start {
  /** Folder of a built extension, for `--load-extension`; null for none. */
  readonly extension?: string | null;
  /** An extension in the profile as a store puts it there (packed.ts); instead of `extension`. */
  readonly packed?: Packed;
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Chromium as people run it. On the command line it takes one address alone where it has no window. */
export class RawChromium extends RawBrowser<RawOptions> {
  readonly extension: string;
  private readonly program: string;
  private wire!: Wire;

  private constructor(program: string, options: RawOptions) {
    super('chromium', options);
    this.program = program;
    const { packed, extension } = options;
    if (packed !== undefined) putIntoProfile(packed, this.profile);
    const id = packed?.id ?? (extension ? extensionId(extension) : null);
    this.extension = id === null ? '' : `chrome-extension://${id}/`;
  }

  /** Starts a browser on a new profile. */
  static async start(program: string, options: RawOptions = {}): Promise<RawChromium> {
    const browser = new RawChromium(program, options);
    await browser.launch();
    return browser;
  }

  /** Sends a command of the DevTools protocol. @throws Error with Chromium's sentence */
  send<T>(method: string, params?: Params, sessionId?: string): Promise<T> {
    return this.wire.send(method, params, sessionId);
  }

  on(...listener: Parameters<Wire['on']>): void {
    this.wire.on(...listener);
  }

  /** Everything there is, workers too. Nothing is attached to by asking. */
  async targets(): Promise<readonly Target[]> {
    const all = { filter: [{}] };
    return (await this.send<{ targetInfos: Target[] }>('Target.getTargets', all)).targetInfos;
  }

  /** The extension's worker, while it runs. */
  async worker(): Promise<Target | null> {
    const isWorker = ({ type, url }: Target) => type === 'service_worker' && url.startsWith(this.extension);
    return (await this.targets()).find(isWorker) ?? null;
  }

  async isAwake(): Promise<boolean> {
    return (await this.worker()) !== null;
  }

  async addresses(): Promise<readonly string[]> {
    return (await this.targets()).filter(({ type }) => type === 'page').map(({ url }) => url);
  }

  async endWorker(): Promise<void> {
    const worker = await this.worker();
    if (worker === null) return;
    await this.send('Target.closeTarget', { targetId: worker.targetId });
    await until('the worker to end', async () => (await this.worker())?.targetId !== worker.targetId);
  }

  /** Opens a tab in front and returns its id; nothing is attached to it. */
  async open(url: string): Promise<string> {
    return (await this.send<{ targetId: string }>('Target.createTarget', { url })).targetId;
  }

  async closeTab(targetId: string): Promise<void> {
    await this.send('Target.closeTarget', { targetId });
  }

  /** Attaches to a tab for commands to it. */
  async attach(targetId: string): Promise<Send> {
    const params = { targetId, flatten: true };
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', params);
    return (method, more) => this.send(method, more, sessionId);
  }

  /** A tab of an address that is open already, attached to. */
  async tabAt(url: string): Promise<PlainTab> {
    const find = async () => (await this.targets()).find((one) => one.type === 'page' && one.url === url);
    return this.tab((await until(`a tab at ${url}`, find)).targetId);
  }

  async newTab(): Promise<PlainTab> {
    return this.tab(await this.open('about:blank'));
  }

  /** Speaks to a tab by its id. */
  async tab(targetId: string): Promise<PlainTab> {
    return new RawTab(this, targetId, await this.attach(targetId));
  }

  /**
   * A tab at chrome://extensions with developer mode on: there `chrome.developerPrivate` and `chrome.management` do what
   * a person does to an extension.
   */
  async extensionsPage(): Promise<PlainTab> {
    const tab = await this.tab(await this.open('chrome://extensions/'));
    await until('chrome://extensions', () => tab.run(() => 'developerPrivate' in chrome));
    await tab.run(() => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
    return tab;
  }

  /** Loads the extension anew from its files: what an update does once it has put them there. */
  update(): Promise<void> {
    return this.atExtensions((id) => chrome.developerPrivate.reload(id, { failQuietly: true }));
  }

  switchOffAndOn(): Promise<void> {
    return this.atExtensions(async (id) => {
      await chrome.management.setEnabled(id, false);
      await chrome.management.setEnabled(id, true);
    });
  }

  private async atExtensions(change: (id: string) => Promise<void>): Promise<void> {
    const page = await this.extensionsPage();
    await page.run(change, new URL(this.extension).host);
    await page.close();
  }

  protected async launch(): Promise<void> {
    const { packed, extension = null, url = 'about:blank', environment } = this.options;
    const options = [
      ...['--headless=new', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${this.profile}`],
      ...['--no-default-browser-check', '--password-store=basic', ...chromiumArguments()],
      ...(packed === undefined ? loading(extension) : []),
      ...(this.options.arguments ?? []),
      url,
    ];
    const file = join(this.profile, 'DevToolsActivePort');
    rmSync(file, { force: true });
    this.child = spawn(this.program, options, { stdio: 'ignore', env: { ...process.env, ...environment } });
    await this.up(() => existsSync(file) && readFileSync(file, 'utf8').includes('/devtools'));
    const [port, path] = readFileSync(file, 'utf8').split('\n');
    this.wire = await Wire.open(`ws://127.0.0.1:${port}${path}`);
  }

  protected quit(): Promise<unknown> {
    return this.send('Browser.close');
  }
}

/** What the browser's own page of extensions can do. */
declare const chrome: {
  readonly developerPrivate: {
    updateProfileConfiguration(change: object): Promise<void>;
    reload(id: string, how: { readonly failQuietly: boolean }): Promise<void>;
  };
  readonly management: { setEnabled(id: string, on: boolean): Promise<void> };
};

interface Evaluated {
  readonly result: { readonly value: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description: string };
  };
}

/** A tab that is attached to: its page, never a worker. */
class RawTab implements PlainTab {
  private readonly browser: RawChromium;
  private readonly id: string;
  private readonly send: Send;

  constructor(browser: RawChromium, id: string, send: Send) {
    this.browser = browser;
    this.id = id;
    this.send = send;
  }

  async open(url: string): Promise<void> {
    await this.send('Page.navigate', { url }).catch(() => undefined);
    await until(`something at ${url}`, () =>
      this.run(() => document.readyState === 'complete' && location.href !== 'about:blank'),
    );
  }

  async url(): Promise<string> {
    const own = (await this.browser.targets()).find(({ targetId }) => targetId === this.id);
    if (own === undefined) throw new Error('The tab is closed.');
    return own.url;
  }

  text(): Promise<string> {
    return this.run(seenText);
  }

  async run<A, R>(work: (argument: A) => R | Promise<R>, argument?: A): Promise<R> {
    const expression = `(${work})(${argument === undefined ? '' : JSON.stringify(argument)})`;
    const { result, exceptionDetails } = await this.send<Evaluated>('Runtime.evaluate', {
      ...{ expression, awaitPromise: true, returnByValue: true, userGesture: true },
    });
    if (exceptionDetails === undefined) return result.value as R;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  async click(selector: string): Promise<void> {
    await this.mouse(selector, ['mouseMoved', 'mousePressed', 'mouseReleased']);
  }

  async hold(selector: string): Promise<void> {
    await this.mouse(selector, ['mouseMoved', 'mousePressed']);
  }

  private async mouse(selector: string, types: readonly string[]): Promise<void> {
    await this.show();
    const middle = await until(selector, () => this.run(middleOf, selector));
    const at = { ...middle, button: 'left', clickCount: 1 };
    for (const type of types) await this.send('Input.dispatchMouseEvent', { type, ...at });
  }

  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  async screenshot(path: string): Promise<void> {
    const { data } = await this.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
    writeFileSync(resolve(path), Buffer.from(data, 'base64'));
  }

  async show(): Promise<void> {
    await this.send('Page.bringToFront');
  }

  close(): Promise<void> {
    return this.browser.closeTab(this.id);
  }
}
