/**
 * Every request of the desk, over real HTTP to a real server process, with many open cases beside a long list:
 *
 *   npm run bench -- desk [--cases N] [--entries N] [--rounds N] [--reviewers N]
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../../scripts/lib/ports.ts';
import type { CasePage } from '../../src/registry/desk/api.ts';
import { openKey } from '../../src/registry/keys/key-file.ts';
import { openRegistry, type Registry } from '../../src/registry/registry.ts';
import { keyFileOf } from '../../src/registry/release/keys.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { fileReport } from '../../src/registry/store/reports.ts';
import { castBatch, localBallot } from '../../src/registry/voting/ballot.ts';
import { voterOf } from '../../src/registry/voting/statement.ts';
import { random, scamHosts } from '../generator.ts';
import { Server } from '../load/load.ts';
import { type Kind, withNewRegistry } from '../load/registries.ts';
import { Visitor } from '../registry/desk/visitor.ts';

const options = {
  cases: { type: 'string', default: '10000' },
  entries: { type: 'string', default: '351000' },
  rounds: { type: 'string', default: '100' },
  reviewers: { type: 'string', default: '2' },
} as const;

interface Plan {
  readonly cases: number;
  readonly entries: number;
  readonly rounds: number;
  readonly reviewers: number;
}

/** Reports that are filed at once. */
const SENDERS = 8;
const KINDS = ['phishing', 'giveaway', 'fake_platform', 'drainer'] as const;

/** What a request is called, and how it is made. */
type Request = readonly [string, (browser: Visitor, place: Place) => Promise<Response>];

/** What requests are about: picked anew for each. */
interface Place {
  readonly id: number;
  readonly word: string;
  readonly kind: string;
  /** Somewhere in the queue. */
  readonly deep: string;
  readonly hosts: readonly string[];
}

const get =
  (path: (place: Place) => string): Request[1] =>
  (browser, place) =>
    browser.send('GET', path(place));

const requests: readonly Request[] = [
  ['me', get(() => '/me')],
  ['cases', get(() => '/cases?state=open')],
  ['cases, reported most', get(() => '/cases?state=open&sort=reports')],
  ['cases, further down', get(({ deep }) => `/cases?state=open&after=${encodeURIComponent(deep)}`)],
  ['cases of any state', get(() => '/cases?sort=first')],
  ['cases of a kind', get(({ kind }) => `/cases?state=open&kind=${kind}`)],
  ['cases with a text', get(({ word }) => `/cases?q=${word}`)],
  ['cases of mine', get(() => '/cases?assigned=me')],
  ['one case', get(({ id }) => `/cases/${id}`)],
  ['search', get(({ word }) => `/search?q=${word}`)],
  ['search, nothing there', get(({ id }) => `/search?q=not-there-${id}`)],
  ['log', get(() => '/log')],
  ['health', get(() => '/health')],
  ['appeals', get(() => '/appeals')],
  ['preview of 1,000', (browser, { hosts }) => browser.send('POST', '/preview', { keys: hosts })],
  ['assign', (browser, { id }) => browser.send('POST', `/cases/${id}/assign`, { to: null })],
  ['note', (browser, { id }) => browser.send('POST', `/cases/${id}/notes`, { text: 'Seen.' })],
  ['set aside', (browser, { id }) => browser.send('POST', `/cases/${id}/set-aside`, { reason: 'no_scam' })],
  ['reopen', (browser, { id }) => browser.send('POST', `/cases/${id}/reopen`, {})],
];

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const plan: Plan = {
    ...{ cases: Number(values.cases), entries: Number(values.entries) },
    ...{ rounds: Number(values.rounds), reviewers: Number(values.reviewers) },
  };
  console.log(
    `${plan.cases} open cases, ${plan.entries} entries, ${plan.reviewers} reviewers at once; ${availableParallelism()} cores; node ${process.version}`,
  );
  const figures = new Map<string, Record<string, string>>(requests.map(([name]) => [name, {}]));
  for (const kind of ['sqlite', 'postgres'] as const) {
    const times = await withNewRegistry(kind, (data) => measure(kind, data, plan));
    for (const [name, list] of times) Object.assign(figures.get(name)!, figuresOf(kind, list));
  }
  console.table(Object.fromEntries(figures));
}

async function measure(kind: Kind, data: string, plan: Plan): Promise<Map<string, number[]>> {
  const registry = await openRegistry(data);
  await fill(registry, plan);
  await registry.close();
  console.log(`${kind}: filled`);
  const server = new Server(data, await freePort(21_000));
  await server.start();
  const key = await openKey(keyFileOf(join(data, 'keys'), 'vote'), 'vote');
  const times = new Map<string, number[]>(requests.map(([name]) => [name, []]));
  const work = async (seed: number) => {
    const browser = new Visitor((path, init) => fetch(new URL(path, server.url), init));
    await browser.signIn(key);
    const next = random(seed);
    for (let round = 0; round < plan.rounds; round += 1) await once(browser, next, plan, times);
  };
  await Promise.all(Array.from({ length: plan.reviewers }, (_, seed) => work(seed + 1)));
  await server.kill('SIGTERM');
  return times;
}

/** A list that was voted for and published, and reports beside it: most cases have one, some have many. */
async function fill(registry: Registry, { cases, entries }: Plan): Promise<void> {
  const voter = voterOf(registry.alliance, await openKey(keyFileOf(registry.paths.keys, 'vote'), 'vote'));
  const hosts = scamHosts(entries);
  const opinion = { action: 'list', kind: 'phishing', level: 'stop' } as const;
  await castBatch(localBallot(registry), voter, hosts, opinion, new Date());
  await publish(registry);
  const next = random(2);
  const listed = new Set(hosts);
  const reported = scamHosts(cases * 2, 3)
    .filter((host) => !listed.has(host))
    .slice(0, cases);
  const subjects = [
    ...reported,
    ...Array.from({ length: cases / 2 }, () => reported[Math.floor(next() ** 3 * cases)]!),
  ];
  const send = async () => {
    for (let subject = subjects.pop(); subject !== undefined; subject = subjects.pop()) {
      const id = `bench-report-${String(subjects.length).padStart(8, '0')}`;
      const kind = KINDS[subjects.length % KINDS.length]!;
      const addresses = [`eip155:0x${(subjects.length % 500).toString(16).padStart(40, '0')}`];
      const report = { id, subject: `https://${subject}/`, kind, addresses };
      await fileReport(registry.db, report, new Date(timeOf(subjects.length)));
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
}

/** When a report was filed, a minute after the one before. */
const timeOf = (report: number): string =>
  `${new Date(Date.parse('2026-10-01T00:00:00Z') + report * 60_000).toISOString().slice(0, 19)}Z`;

async function once(
  browser: Visitor,
  next: () => number,
  { cases }: Plan,
  times: ReadonlyMap<string, number[]>,
): Promise<void> {
  const [name] = scamHosts(1, Math.floor(next() * 1e9));
  const deep = `${timeOf(Math.floor(next() * cases))}~0`;
  const page = await browser.get<CasePage>(`/cases?state=open&after=${encodeURIComponent(deep)}`);
  const place: Place = {
    id: page.cases[0]?.id ?? 1,
    word: name!.split('.')[0]!.replace(/\d+$/, ''),
    kind: KINDS[Math.floor(next() * KINDS.length)]!,
    deep,
    hosts: scamHosts(1_000, Math.floor(next() * 1e9)),
  };
  for (const [request, make] of requests) {
    const start = performance.now();
    const response = await make(browser, place);
    await response.arrayBuffer();
    times.get(request)!.push(performance.now() - start);
    if (response.status >= 400) throw new Error(`${request}: ${response.status}`);
  }
}

function figuresOf(kind: Kind, times: readonly number[]): Record<string, string> {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => `${sorted[Math.floor(sorted.length * share)]!.toFixed(1)} ms`;
  return { [`${kind} p50`]: at(0.5), [`${kind} p95`]: at(0.95), [`${kind} longest`]: at(0.999_999) };
}
