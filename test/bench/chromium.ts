import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../scripts/lib/browser.ts';
import { chromiumArguments } from '../../scripts/lib/chromium.ts';

type Params = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * Chromium as people run it: a test driver puts worlds and scripts of its own into every frame, which would be
 * measured too. Here nothing is attached to a page while it is measured.
 */
export class BareChromium {
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly profile: string;
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Map<string, Listener>();
  private sent = 0;

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.child = child;
    this.pid = child.pid!;
    this.profile = profile;
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.receive(JSON.parse(data as string) as Message));
  }

  /** @param extension folder of the built extension, or null for none */
  static async start(program: string, extension: string | null): Promise<BareChromium> {
    const profile = mkdtempSync(join(tmpdir(), 'baize-bench-'));
    const options = [
      '--headless=new',
      '--disable-gpu',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    const child = spawn(program, [...options, ...chromiumArguments(extension), 'about:blank'], {
      stdio: 'ignore',
    });
    const file = join(profile, 'DevToolsActivePort');
    await until('Chromium', async () => existsSync(file) && readFileSync(file, 'utf8').includes('/devtools'));
    const [port, path] = readFileSync(file, 'utf8').split('\n');
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await once(socket as never, 'open');
    return new BareChromium(child, profile, socket);
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

  /** Opens a tab in front and returns its id; nothing is attached to it. */
  async open(url: string): Promise<string> {
    return (await this.send<{ targetId: string }>('Target.createTarget', { url })).targetId;
  }

  async closeTab(targetId: string): Promise<void> {
    await this.send('Target.closeTarget', { targetId });
  }

  /** Attaches to a tab for commands to it. */
  async attach(targetId: string): Promise<<T>(method: string, params?: Params) => Promise<T>> {
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return (method, params) => this.send(method, params, sessionId);
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.send('Browser.close');
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private receive({ id, method, params, ...answer }: Message): void {
    if (id === undefined) this.listeners.get(method!)?.(params as never);
    else {
      this.waiting.get(id)?.(answer);
      this.waiting.delete(id);
    }
  }
}
