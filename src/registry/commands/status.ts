import type { Command } from '../command.ts';
import { healthOf } from '../health.ts';
import type { Registry } from '../registry.ts';
import { countEntries } from '../store/entries.ts';
import { allReports } from '../store/reports.ts';
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
  const { root, release, pending, warnings } = await healthOf(db, new Date());
  const reports = await allReports(db);
  return {
    name: alliance.name.en,
    data: paths.data,
    feed: paths.feed,
    addresses: alliance.addresses,
    entries: await countEntries(db),
    pending,
    release: release && { version: release.version, time: release.signed, entries: release.entries },
    expires: { root: root.expires, ...release?.expires },
    reports: reports.length,
    waiting: reports.filter(({ state }) => state === 'received').length,
    warnings,
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
    ...Object.entries(expires).map(
      ([role, time]) => `Expires   ${role.padEnd(9)} ${time}  ${left(role, time, now)}`,
    ),
    `Reports   ${facts.reports.toLocaleString('en')}, of which ${facts.waiting.toLocaleString('en')} are about something not listed`,
    ...facts.warnings.map((warning) => `Warning   ${warning}`),
  ];
}

function left(role: string, time: string, now: Date): string {
  const rest = Date.parse(time) - now.getTime();
  return rest > 0
    ? `in ${duration(rest)}`
    : `${duration(rest)} ago; renew with: baize ${role === 'root' ? 'root propose' : 'publish'}`;
}
