import { parseSnapshot, parseTargets, parseTimestamp } from '../../core/tuf/metadata.ts';
import type { Command } from '../command.ts';
import type { Registry } from '../registry.ts';
import { countEntries } from '../store/entries.ts';
import { countPending, lastRelease } from '../store/releases.ts';
import { allReports } from '../store/reports.ts';
import { inForce } from '../store/roots.ts';
import { duration, jsonLine, plural } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const status: Command = {
  name: 'status',
  summary: 'Show what is listed, pending, published and reported, and when signatures expire',
  words: '',
  count: [0, 0],
  options: { json: { help: 'print one JSON object' } },
  run: async (args, { print }) =>
    withRegistry(args, async (registry) => {
      const facts = await factsOf(registry);
      const lines = args.has('json') ? [jsonLine(facts)] : describe(facts, new Date());
      for (const line of lines) await print(line);
      return 0;
    }),
};

type Facts = Awaited<ReturnType<typeof factsOf>>;

async function factsOf({ db, paths, alliance }: Registry) {
  const release = await lastRelease(db);
  const reports = await allReports(db);
  return {
    name: alliance.name.en,
    data: paths.data,
    feed: paths.feed,
    addresses: alliance.addresses,
    entries: await countEntries(db),
    pending: await countPending(db),
    release: release ? { version: release.targets, time: release.time, entries: release.entries } : null,
    expires: release ? await expiries(db, release) : null,
    reports: reports.length,
    waiting: reports.filter(({ state }) => state === 'received').length,
  };
}

async function expiries(db: Registry['db'], release: NonNullable<Awaited<ReturnType<typeof lastRelease>>>) {
  return {
    root: (await inForce(db))!.root.expires,
    targets: parseTargets(Buffer.from(release.targets_body)).signed.expires,
    snapshot: parseSnapshot(Buffer.from(release.snapshot_body)).signed.expires,
    timestamp: parseTimestamp(Buffer.from(release.timestamp_body)).signed.expires,
  };
}

function describe(facts: Facts, now: Date): string[] {
  const { release, expires } = facts;
  return [
    `Name      ${facts.name}`,
    `Data      ${facts.data}`,
    `Feed      ${facts.feed}  →  ${facts.addresses.join(', ')}`,
    `Entries   ${facts.entries.toLocaleString('en')}`,
    `Pending   ${plural(facts.pending, 'change')}${facts.pending ? '; publish with: baize publish' : ''}`,
    `Release   ${release ? `${release.version}, signed ${release.time}, ${plural(release.entries, 'entry', 'entries')}` : 'none yet; make one with: baize publish'}`,
    ...Object.entries(expires ?? {}).map(
      ([role, time]) => `Expires   ${role.padEnd(9)} ${time}  ${left(time, now)}`,
    ),
    `Reports   ${facts.reports.toLocaleString('en')}, of which ${facts.waiting.toLocaleString('en')} are about something not listed`,
  ];
}

function left(time: string, now: Date): string {
  const rest = Date.parse(time) - now.getTime();
  return rest > 0 ? `in ${duration(rest)}` : `${duration(rest)} ago; renew with: baize publish`;
}
