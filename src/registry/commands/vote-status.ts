import { formatEntry } from '../../core/entry.ts';
import { parseLeaf } from '../../core/leaf.ts';
import type { Command } from '../command.ts';
import { listableKey } from '../listable.ts';
import { ownHosts, type Registry } from '../registry.ts';
import { votesOn } from '../review/standing.ts';
import { findEntries } from '../store/entries.ts';
import { leavesBetween } from '../store/leaves.ts';
import { jsonLine, plain } from '../terminal.ts';
import { voicesOn, waitingVotes } from '../voting/voices.ts';
import { withRegistry } from './shared.ts';

export const voteStatus: Command = {
  name: 'vote status',
  summary: 'Show who voted what on a key, and why it is listed or not',
  words: 'KEY',
  count: [1, 1],
  options: { json: { help: 'print one JSON object' } },
  run: async (args, { print }) =>
    withRegistry(args, async (registry) => {
      const listable = listableKey(args.words[0]!, ownHosts(registry.alliance));
      const key = 'key' in listable ? listable.key : args.words[0]!.trim();
      const facts = await factsOf(registry, key);
      for (const line of args.has('json') ? [jsonLine(facts)] : describe(facts)) await print(line);
      return 0;
    }),
};

type Facts = Awaited<ReturnType<typeof factsOf>>;

async function factsOf({ db, alliance }: Registry, key: string) {
  const entry = (await findEntries(db, [key]))[0];
  const tenure = await db.selectFrom('tenure').selectAll().where('key', '=', key).executeTakeFirst();
  const votes = (await votesOn(db, [key])).get(key)!;
  const voices = await Promise.all(
    votes.map(async ({ member, action, kind, level, time, leaf, spent, alarm }) => ({
      ...{ member, action, kind, level, time, leaf, overruled: spent === 1, emergency: alarm === 1 },
      ...(await saidIn(db, leaf)),
    })),
  );
  return {
    key,
    entry: entry ? formatEntry(entry) : null,
    added: entry?.added ?? null,
    until: tenure?.until ?? null,
    emergency: tenure?.alarm === 1,
    quorum: alliance.quorum,
    toList: (await voicesOn(db, alliance, key, 'list')).have,
    toClear: (await voicesOn(db, alliance, key, 'clear')).have,
    voices,
    waiting: await waitingVotes(db, key),
  };
}

async function saidIn(db: Registry['db'], leaf: number) {
  const [found] = await leavesBetween(db, leaf, leaf + 1);
  const { signed } = parseLeaf(found!.bytes);
  if (signed._type !== 'vote' && signed._type !== 'batch') return {};
  return { batch: signed._type === 'batch', reason: signed.reason ?? null, evidence: signed.evidence ?? [] };
}

function describe({
  key,
  entry,
  added,
  until,
  emergency,
  quorum,
  toList,
  toClear,
  voices,
  waiting,
}: Facts): string[] {
  const state = entry === null ? 'not listed' : `listed since ${added}, until ${until} by the votes so far`;
  return [
    `${plain(entry ?? key)}: ${state}${emergency ? ', by one member alone (emergency)' : ''}`,
    `To list: ${toList} of ${quorum} members. To clear: ${toClear} of ${quorum}.`,
    ...voices.map(lineOf),
    ...waiting.map(
      ({ member, action, time, leaf }) =>
        `  ${time}  ${member} votes to ${action} (leaf ${leaf}), with the next release`,
    ),
  ];
}

function lineOf({
  member,
  action,
  kind,
  level,
  time,
  leaf,
  overruled,
  ...said
}: Facts['voices'][number]): string {
  const what = action === 'list' ? `${kind}${level === 'caution' ? ' caution' : ''}` : '';
  const why = 'reason' in said && said.reason ? `: ${plain(said.reason)}` : '';
  const links = 'evidence' in said ? said.evidence.map((link) => ` ${plain(link)}`).join('') : '';
  const how = 'batch' in said && said.batch ? 'in a batch, ' : '';
  return (
    `  ${time}  ${member} voted to ${action} ${what}`.trimEnd() +
    ` (${how}leaf ${leaf}${overruled ? ', overruled' : ''})${why}${links}`
  );
}
