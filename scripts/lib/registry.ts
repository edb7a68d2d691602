import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { initRegistry } from '../../src/registry/init.ts';
import { openKey } from '../../src/registry/keys/key-file.ts';
import { listableKey } from '../../src/registry/listable.ts';
import { main } from '../../src/registry/main.ts';
import { keyFileOf } from '../../src/registry/release/keys.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { localBallot } from '../../src/registry/voting/ballot.ts';
import { signVote, voterOf } from '../../src/registry/voting/statement.ts';
import type { Sample } from '../demo/samples.ts';
import { until } from './browser.ts';
import { runOrFail } from './command.ts';

const program = fileURLToPath(new URL('../../src/registry/cli.ts', import.meta.url));

/** Runs a command of the registry in this process, which starts no other. @returns what it printed. @throws Error when it fails */
export async function runBaize(...words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const said: string[] = [];
  const code = await main(words, {
    input: Readable.from([]),
    print: async (line) => void printed.push(line),
    note: (line) => void said.push(line),
    ask: async () => null,
  });
  if (code !== 0) throw new Error(`baize ${words.join(' ')} ended with ${code}:\n${said.join('\n')}`);
  return printed.map((line) => `${line}\n`).join('');
}

/** Starts a command that goes on until it is ended. */
export function startBaize(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A registry in a folder, driven as an admin drives it: by its command line. */
export class Registry {
  readonly data: string;
  readonly port: number;
  private server: ChildProcess | null = null;

  /**
   * @param data folder of the registry
   * @param port where `serve` listens on loopback
   */
  constructor(data: string, port: number) {
    this.data = data;
    this.port = port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Base address of the feed. */
  get feed(): string {
    return `${this.address}/feed/`;
  }

  /** Runs a command of the registry and returns what it printed. @throws Error with that when it fails */
  baize(command: string, ...options: readonly string[]): Promise<string> {
    return runOrFail(process.execPath, [program, command, ...options, '--data', this.data]);
  }

  /** Makes the registry and publishes it with these entries: what `init`, `add` and `publish` do, in one go. */
  async create(name: string, samples: readonly Sample[]): Promise<void> {
    const { registry } = await initRegistry(this.data, name, [this.feed]);
    const { paths, alliance } = registry;
    const voter = voterOf(alliance, await openKey(keyFileOf(paths.keys, 'vote'), 'vote'));
    const ballot = localBallot(registry);
    for (const sample of samples) {
      const { key, opinion } = voteOn(sample);
      await ballot.cast(await signVote(voter, key, opinion, new Date()));
    }
    await publish(registry);
    await registry.close();
  }

  async add({ key, kind, caution, reason }: Sample): Promise<void> {
    const flags = [...(caution ? ['--caution'] : []), ...(reason ? ['--reason', reason] : [])];
    await this.baize('add', key, '--kind', kind, ...flags);
  }

  /** Version of the release that is out. */
  async version(): Promise<number> {
    return JSON.parse(await this.baize('status', '--json')).release.version;
  }

  /** Starts the server and waits until it answers. */
  async serve(): Promise<void> {
    const server = startBaize('serve', '--port', `${this.port}`, '--data', this.data);
    this.server = server;
    let said = '';
    server.stderr?.on('data', (text: Buffer) => {
      said += text;
    });
    await until(`the registry at ${this.address}`, async () => {
      if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode}: ${said}`);
      // Before the first release it answers that it is not well yet.
      return (await fetch(`${this.address}/healthz`)).status > 0;
    });
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (server === null || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
}

function voteOn({ key, kind, caution, reason }: Sample) {
  const listable = listableKey(key, []);
  if ('refusal' in listable) throw new Error(`${key} can not be listed: ${listable.refusal}.`);
  const level = caution ? ('caution' as const) : ('stop' as const);
  return { key: listable.key, opinion: { action: 'list' as const, kind, level, reason } };
}
