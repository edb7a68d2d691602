import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../../scripts/lib/ports.ts';
import { Load, Server } from '../load/load.ts';
import { type Kind, withNewRegistry } from '../load/registries.ts';
import type { Sent } from '../load/senders.ts';

const options = {
  seconds: { type: 'string', default: '10' },
  senders: { type: 'string', default: '32' },
} as const;

const WARM_UP = 2_000;

/**
 * Sustained reports a second, each on the disk before its answer; a report is two requests, one that asks for the proof of work
 * and one with the report, and the work itself is set to next to nothing: real HTTP, a real server process, senders in another
 * process, on SQLite and on PostgreSQL. All of them share this machine's cores. `--seconds N`, `--senders N`.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const rows: Record<string, string | number>[] = [];
  for (const kind of ['sqlite', 'postgres'] as const) {
    rows.push(
      await withNewRegistry(kind, (data) =>
        measure(kind, data, Number(values.senders), Number(values.seconds)),
      ),
    );
  }
  console.log(
    `${values.senders} senders for ${values.seconds} s; ${availableParallelism()} cores; node ${process.version}`,
  );
  console.table(rows);
}

async function measure(kind: Kind, data: string, senders: number, seconds: number) {
  const server = new Server(data, await freePort(21_000));
  await server.start();
  const load = new Load(server.url, senders);
  await sleep(WARM_UP);
  const before = load.sent.length;
  await sleep(seconds * 1_000);
  const sent = load.sent.slice(before);
  await load.end();
  await server.kill('SIGTERM');
  return { database: kind, ...figuresOf(sent, seconds) };
}

function figuresOf(sent: readonly Sent[], seconds: number) {
  const times = sent.map(({ time }) => time).sort((a, b) => a - b);
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  const stored = sent.filter(({ status }) => status === 201).length;
  return {
    'reports a second': Math.round(stored / seconds),
    p50: at(0.5),
    p99: at(0.99),
    longest: at(0.999_999),
    refused: sent.length - stored,
  };
}
