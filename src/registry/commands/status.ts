import type { Command } from '../command.ts';
import { healthOf } from '../health.ts';
import type { Registry } from '../registry.ts';
import { tallyOf } from '../release/collect.ts';
import { listingRules } from '../rules.ts';
import { countEntries } from '../store/entries.ts';
import { openRelease } from '../store/releases.ts';
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
  const { root, release, pending, warnings } = await healthOf(db, new Date());
  const reports = await allReports(db);
  return {
    name: alliance.name.en,
    data: paths.data,
    feed: paths.feed,
    addresses: alliance.addresses,
    entries: await countEntries(db),
    proposal: await openProposal(db),
    pending,
    release: release && { version: release.version, time: release.signed, entries: release.entries },
    expires: { root: root.expires, ...release?.expires },
    reports: reports.length,
    rules: listingRules,
    waiting: reports.filter(({ state }) => state === 'received').length,
    warnings,
  };
}

/** The release that waits for co-signers, and who has signed it. */
async function openProposal(db: Registry['db']) {
  const open = await openRelease(db);
  if (open === undefined) return null;
  const { members, needed } = await tallyOf(db, open, (await inForce(db))!.root);
  return { version: open.targets, entries: open.entries, time: open.time, signed: members, needed };
}

function describe(facts: Facts, now: Date): string[] {
  const { release, expires } = facts;
  return [
    `Name      ${facts.name}`,
    `Data      ${facts.data}`,
    `Feed      ${facts.feed}  →  ${facts.addresses.join(', ')}`,
    `Entries   ${facts.entries.toLocaleString('en')}`,
    `Pending   ${plural(facts.pending, 'vote')}${facts.pending ? ' for the next release: baize publish, or a running server, makes it' : ''}`,
    `Release   ${release ? `${release.version}, signed ${release.time}, ${plural(release.entries, 'entry', 'entries')}` : 'none yet; make one with: baize publish'}`,
    ...(facts.proposal ? [describeProposal(facts.proposal)] : []),
    ...Object.entries(expires).map(
      ([role, time]) => `Expires   ${role.padEnd(9)} ${time}  ${left(role, time, now)}`,
    ),
    `Reports   ${facts.reports.toLocaleString('en')}, of which ${facts.waiting.toLocaleString('en')} are about something not listed`,
    `Rules     ${facts.rules}`,
    ...facts.warnings.map((warning) => `Warning   ${warning}`),
  ];
}

function describeProposal({ version, signed, needed }: NonNullable<Facts['proposal']>): string {
  const who = signed.length > 0 ? `: ${signed.join(', ')}` : '';
  return `Proposed  ${version}, signed by ${signed.length} of the ${needed} members it needs${who}`;
}

function left(role: string, time: string, now: Date): string {
  const rest = Date.parse(time) - now.getTime();
  return rest > 0
    ? `in ${duration(rest)}`
    : `${duration(rest)} ago; renew with: baize ${role === 'root' ? 'root propose' : 'publish'}`;
}
