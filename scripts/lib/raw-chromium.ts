import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type PlainBrowser, type PlainTab, seenText, until } from './browser.ts';
import { chromiumArguments, extensionId, loading } from './chromium.ts';
import { type Packed, putIntoProfile } from './packed.ts';

type Params = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Something of the browser that a driver could attach to. */
export interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly attached: boolean;
}

/** Sends a command of the DevTools protocol to one tab. */
export type Send = <T>(method: string, params?: Params) => Promise<T>;

export interface RawOptions {
  /** Folder of a built extension, for `--load-extension`; null for none. */
  readonly extension?: string | null;
  /** An extension in the profile as a store puts it there (packed.ts); instead of `extension`. */
  readonly packed?: Packed;
  /** An address on the command line: what is opened at the start. Without a window Chromium takes one alone. */
  readonly url?: string;
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Chromium as people run it. A test driver attaches to whatever there is: its worlds and scripts stand in every frame,
 * and a worker that is attached to never sleeps. Here nothing is attached to but a tab that is asked for, and never the
 * extension's worker.
 */
export class RawChromium implements PlainBrowser {
  readonly profile: string;
  /** Base address of the extension's own pages, with a final slash; empty without an extension. */
  readonly extension: string;
  private readonly program: string;
  private options: RawOptions;
  private child!: ChildProcess;
  private socket!: WebSocket;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Map<string, Listener>();
  private sent = 0;

  private constructor(program: string, options: RawOptions) {
    this.program = program;
    this.options = options;
    this.profile = mkdtempSync(join(tmpdir(), 'baize-chromium-'));
    const { packed, extension } = options;
    if (packed !== undefined) putIntoProfile(packed, this.profile);
    const id = packed?.id ?? (extension ? extensionId(extension) : null);
    this.extension = id === null ? '' : `chrome-extension://${id}/`;
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  /** Starts a browser on a new profile. */
  static async start(program: string, options: RawOptions = {}): Promise<RawChromium> {
    const browser = new RawChromium(program, options);
    await browser.launch();
    return browser;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Sends a command of the DevTools protocol. @throws Error with Chromium's sentence */
  send<T>(method: string, params: Params = {}, sessionId?: string): Promise<T> {
    this.sent += 1;
    const id = this.sent;
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result as T),
      );
    });
  }

  /** One listener an event. */
  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
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

  /** Waits until the worker has gone to sleep of itself: 30 seconds after its last event. */
  async workerAsleep(): Promise<void> {
    await until('the worker to sleep', async () => (await this.worker()) === null, 120_000);
  }

  /** Ends the worker at once, in the middle of whatever it does; the next event starts another. */
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

  /**
   * Ends the browser and starts it anew on the same profile.
   *
   * @param changes of how it is started, from now on
   * @param meanwhile does something to the profile
   */
  async restart(changes: RawOptions = {}, meanwhile?: () => void): Promise<void> {
    await this.end();
    meanwhile?.();
    this.options = { ...this.options, ...changes };
    await this.launch();
  }

  /** Ends the browser from one moment to the next, as a crash or a power cut does. `restart` starts it again. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async launch(): Promise<void> {
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
    const isUp = async () => existsSync(file) && readFileSync(file, 'utf8').includes('/devtools');
    await Promise.race([until('Chromium', isUp), this.ended().then(refused)]);
    const [port, path] = readFileSync(file, 'utf8').split('\n');
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    this.socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(data as string)));
    await once(this.socket as never, 'open');
  }

  private async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = this.ended();
    await Promise.race([this.send('Browser.close'), ended]);
    await ended;
  }

  private ended(): Promise<unknown> {
    return once(this.child, 'exit');
  }

  private receive({ id, method, params, ...answer }: Message): void {
    if (id === undefined) this.listeners.get(method!)?.(params as never);
    else {
      this.waiting.get(id)?.(answer);
      this.waiting.delete(id);
    }
  }
}

function refused(): never {
  throw new Error('Chromium ended instead of starting.');
}

declare const chrome: { developerPrivate: { updateProfileConfiguration(change: object): Promise<void> } };

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
    await until(selector, () => this.run((wanted) => document.querySelector(wanted) !== null, selector));
    const middle = (wanted: string) => {
      const element = document.querySelector(wanted)!;
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    const at = { ...(await this.run(middle, selector)), button: 'left', clickCount: 1 };
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
