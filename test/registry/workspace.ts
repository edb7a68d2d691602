import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Entry, Kind } from '../../src/core/entry.ts';
import { initRegistry } from '../../src/registry/init.ts';
import { main } from '../../src/registry/main.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { openFeed } from '../../src/registry/release/verify.ts';
import { terminalOf } from '../../src/registry/terminal.ts';
import { databaseEnv, newDatabase, onPostgres, useDatabase } from './databases.ts';

const baize = fileURLToPath(new URL('../../scripts/baize', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own for the running test, gone after it. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baize-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Where a new and empty database goes: what `openDatabase` takes. */
export async function databasePlace(): Promise<string> {
  return onPostgres ? newDatabase() : join(await tempFolder(), 'test.db');
}

/** A new registry for the running test. */
export async function newRegistry(): Promise<Registry> {
  const data = join(await tempFolder(), 'data');
  await useDatabase(data);
  const { registry } = await initRegistry(data, 'Sample alliance');
  onTestFinished(() => registry.close());
  return registry;
}

/** The folder that a command is told to use, or one that is not there. */
const dataOf = (args: readonly string[]): string => args[args.indexOf('--data') + 1] ?? 'none';

/** Runs the command line within this process, which is quicker; `runProcess` is the real thing. */
export async function run(args: readonly string[], input = ''): Promise<Ran> {
  if (args.includes('--data')) await useDatabase(dataOf(args));
  const output = new PassThrough();
  const errors = new PassThrough();
  const [out, err] = [readText(output), readText(errors)];
  const code = await main(args, terminalOf(Readable.from([Buffer.from(input)]), output, errors));
  output.end();
  errors.end();
  return { code, out: await out, err: await err };
}

/** Runs the real command line to its end. */
export async function runProcess(args: readonly string[], input = ''): Promise<Ran> {
  if (args.includes('--data')) await useDatabase(dataOf(args));
  const child = spawn(baize, args);
  const [out, err] = [readText(child.stdout), readText(child.stderr)];
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out: await out, err: await err };
}

/** Starts the real command line and leaves it running; it is killed when the test is over. */
export function start(args: readonly string[]) {
  const env = { ...process.env, ...databaseEnv(dataOf(args)) };
  const child = spawn(baize, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** The first address a started server prints. */
export function urlOf(child: ReturnType<typeof start>): Promise<string> {
  return new Promise((done, fail) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const url = /http:\/\/\S+\//.exec(out)?.[0];
      if (url) done(url);
    });
    child.on('exit', () => fail(new Error(`The server ended: ${out}`)));
  });
}

export const entry = (key: string, kind: Kind = 'phishing'): Entry => ({ key, kind, level: 'stop' });

/** The lines of a folder's feed, after all of its signatures and digests held. */
export async function verifiedLines(feed: string, now = new Date()): Promise<string[]> {
  return [...(await openFeed(sourceOf(feed), now)).list.lines()];
}
