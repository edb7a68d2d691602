import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sent } from './senders.ts';

const generator = fileURLToPath(new URL('generator.ts', import.meta.url));
const program = fileURLToPath(new URL('server.ts', import.meta.url));

/** Reports that are being sent by another process. */
export class Load {
  readonly sent: Sent[] = [];
  /** Those that the server said it had stored. */
  readonly acknowledged: Sent[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(url: string, senders: number) {
    this.child = spawn(process.execPath, [generator, url, String(senders)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: this.child.stdout! });
    lines.on('line', (line) => {
      const [id = '', status, time] = line.split(' ');
      const sent = { id, status: Number(status), time: Number(time) };
      this.sent.push(sent);
      if (sent.status === 201) this.acknowledged.push(sent);
    });
    this.ended = once(lines, 'close');
  }

  /** Waits until the server has acknowledged one more. */
  async next(): Promise<void> {
    const { length } = this.acknowledged;
    while (this.acknowledged.length === length) await sleep(5);
  }

  /** Waits for the answers that are still to come. */
  async end(): Promise<void> {
    this.child.stdin!.end();
    await this.ended;
  }
}

/** A real server process of a registry. */
export class Server {
  readonly port: number;
  private readonly data: string;
  private child: ChildProcess | null = null;

  /** @param port where it listens, also after it was killed */
  constructor(data: string, port: number) {
    this.data = data;
    this.port = port;
    process.on('exit', () => this.child?.kill('SIGKILL'));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Starts it and waits until it says that it serves. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, this.data, String(this.port)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-2_000);
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The server ended: ${said}`);
    });
    ended.catch(() => {});
    await Promise.race([once(child.stdout, 'data'), ended]);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
