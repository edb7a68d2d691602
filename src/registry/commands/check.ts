import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type AskedList, checkInput } from '../../chains/check.ts';
import { Filter, hashesOf } from '../../core/filter.ts';
import type { Command } from '../command.ts';
import { sourceOf } from '../release/source.ts';
import { openFeed } from '../release/verify.ts';
import { jsonLine } from '../terminal.ts';
import { printLines } from './shared.ts';

export const check: Command = {
  name: 'check',
  summary: 'Say what the extension would conclude about URLs, hosts or addresses',
  words: '[INPUT…]',
  count: [0, Number.POSITIVE_INFINITY],
  options: {
    feed: { value: 'URL|DIR', help: 'the feed to ask (default: the one in the data folder)' },
  },
  details:
    'Without INPUT, one is read from each line of standard input. Prints one JSON object for each:\n{"input","verdict":"listed"|"caution"|"unlisted"|"invalid","key","kind","level"}',
  run: async (args, { print, input }) => {
    const list = await askedList(args.text('feed') ?? join(args.data, 'feed'));
    await printLines(verdicts(args.words.length > 0 ? args.words : linesOf(input), list), print);
    return 0;
  },
};

async function* verdicts(
  texts: Iterable<string> | AsyncIterable<string>,
  list: AskedList,
): AsyncGenerator<string> {
  for await (const text of texts) yield jsonLine(checkInput(text, [list]));
}

async function askedList(place: string): Promise<AskedList> {
  const { list, state, alliance } = await openFeed(sourceOf(place), new Date());
  const filter = new Filter(hashesOf(list.text, state.entries));
  return { list, filter, ownHosts: alliance.addresses.map((address) => new URL(address).hostname) };
}

/** The lines that are not empty. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield line;
  }
}
