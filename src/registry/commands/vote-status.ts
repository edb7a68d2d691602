import { formatEntry } from '../../core/entry.ts';
import { parseLeaf } from '../../core/leaf.ts';
import type { Command } from '../command.ts';
import { listableKey } from '../listable.ts';
import { ownHosts, type Registry } from '../registry.ts';
import { explain } from '../review/explain.ts';
import { instant } from '../store/database.ts';
import { leavesBetween } from '../store/leaves.ts';
import { jsonLine, plain } from '../terminal.ts';
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
  const told = await explain(db, alliance, key, instant(new Date()));
  const voices = await Promise.all(
    told.voices.map(async ({ member, action, kind, level, time, leaf, spent, alarm, counts, waits }) => ({
      ...{ member, action, kind, level, time, leaf, counts, waits },
      ...{ overruled: spent === 1, emergency: alarm === 1 },
      ...(await saidIn(db, leaf)),
    })),
  );
  const { held, lists, clears, quorum } = told;
  return {
    ...{ key, entry: held && formatEntry({ key, kind: held.kind, level: held.level }) },
    ...{ added: held?.added ?? null, until: held?.until ?? null, emergency: held?.alarm === 1 },
    ...{ quorum, toList: lists, toClear: clears, voices },
  };
}

async function saidIn(db: Registry['db'], leaf: number) {
  const [found] = await leavesBetween(db, leaf, leaf + 1);
  const { signed } = parseLeaf(found!.bytes);
  if (signed._type !== 'vote' && signed._type !== 'batch') return {};
  return { batch: signed._type === 'batch', reason: signed.reason ?? null, evidence: signed.evidence ?? [] };
}

function describe({ key, entry, added, until, emergency, quorum, toList, toClear, voices }: Facts): string[] {
  const state = entry === null ? 'not listed' : `listed since ${added}, until ${until} by the votes so far`;
  return [
    `${plain(entry ?? key)}: ${state}${emergency ? ', by one member alone (emergency)' : ''}`,
    `To list: ${toList} of ${quorum} members. To clear: ${toClear} of ${quorum}.`,
    ...voices.map(lineOf),
  ];
}

/** Why a vote does not count, or from when on. */
function fateOf({ overruled, counts, waits }: Facts['voices'][number]): string {
  if (overruled) return ', overruled';
  if (!counts) return ', does not count';
  return waits ? ', with the next release' : '';
}

function lineOf(voice: Facts['voices'][number]): string {
  const { member, action, kind, level, time, leaf } = voice;
  const what = action === 'list' ? ` ${kind}${level === 'caution' ? ' caution' : ''}` : '';
  const why = 'reason' in voice && voice.reason ? `: ${plain(voice.reason)}` : '';
  const links = 'evidence' in voice ? voice.evidence.map((link) => ` ${plain(link)}`).join('') : '';
  const how = 'batch' in voice && voice.batch ? 'in a batch, ' : '';
  return `  ${time}  ${member} voted to ${action}${what} (${how}leaf ${leaf}${fateOf(voice)})${why}${links}`;
}
