import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { parseCheckpoint } from '../../core/log/checkpoint.ts';
import { parseNote } from '../../core/log/note.ts';
import { type Command, UsageError } from '../command.ts';
import { fetchLeaves } from '../cosign/leaves.ts';
import { type Source, sourceOf } from '../release/source.ts';
import type { LogLeaf } from '../store/leaves.ts';
import { jsonLine, plain } from '../terminal.ts';
import { printLines } from './shared.ts';

export const logShow: Command = {
  name: 'log show',
  summary: 'Show what stands in a log: votes, batches of votes, releases',
  words: '[URL|DIR]',
  count: [0, 1],
  options: {
    from: { value: 'INDEX', help: 'the first leaf to show (default: the last 50)' },
    json: { help: 'print one JSON object a leaf, with its signature' },
  },
  details:
    'URL|DIR is the feed’s base (default: that of the data folder). Nothing is verified; "baize log verify" does that.',
  run: async (args, { print }) => {
    const source = sourceOf(args.words[0] ?? join(args.data, 'feed'));
    const size = await sizeOf(source);
    const from = readIndex(args.text('from')) ?? Math.max(0, size - 50);
    await printLines(linesOf(fetchLeaves(source, from, size), args.has('json')), print);
    return 0;
  },
};

async function sizeOf(source: Source): Promise<number> {
  const note = await source.get(feedFiles.log('checkpoint'), limits.noteBytes);
  if (note === null) throw new BaizeError('missing', `There is no log at ${source.name}.`);
  return parseCheckpoint(parseNote(note).text).size;
}

function readIndex(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--from is the index of a leaf, not "${text}".`);
}

async function* linesOf(leaves: AsyncIterable<LogLeaf>, asJson: boolean): AsyncGenerator<string> {
  for await (const leaf of leaves) yield asJson ? jsonOf(leaf) : describe(leaf);
}

function jsonOf({ index, bytes }: LogLeaf): string {
  const { signed, signature } = parseLeaf(bytes);
  return jsonLine({ leaf: index, signed, signature });
}

function describe({ index, bytes }: LogLeaf): string {
  const { signed } = parseLeaf(bytes);
  const head = `${String(index).padStart(6)}  ${signed.time}  `;
  if (signed._type === 'release') {
    return `${head}release ${signed.version}: ${signed.list.entries.toLocaleString('en')} entries`;
  }
  if (signed._type === 'appeal') return `${head}appeal: ${plain(signed.key)}`;
  const about =
    signed._type === 'batch' ? `${signed.body.keys.toLocaleString('en')} keys` : plain(signed.key);
  const kind = signed._type === 'vote' && signed.action === 'list' ? ` ${signed.kind}` : '';
  return `${head}${signed.member} votes to ${signed.action} ${about}${kind}`;
}
