import { createReadStream } from 'node:fs';
import { parseAddresses } from '../../chains/address.ts';
import { type Candidate, scan } from '../../chains/scanner.ts';
import { BaizeError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { jsonLine, type Terminal } from '../terminal.ts';
import { printLines } from './shared.ts';

const PIECE = 1 << 20;
/** What is kept of the text on both sides of the place that is scanned: more than an address and its surroundings. */
const AROUND = 4_096;

export const addresses: Command = {
  name: 'addresses',
  summary: 'Find every wallet address in a text',
  words: '[FILE]',
  count: [0, 1],
  options: {},
  details:
    'FILE is UTF-8 text of any length; without it, or as "-", standard input is read. Prints one JSON object for each:\n{"key","chain","text","offset","checksum":"valid"|"none"}\nThe offset counts UTF-16 code units. Text that more than one chain reads as its own gives a line for each; an\naddress with a mistake in it, whose checksum does not hold, gives none.\n\nExample: baize addresses page.html | grep \'"chain":"tron"\'',
  run: async (args, { print, input }) => {
    await printLines(linesOf(scanPieces(piecesOf(args.words[0] ?? '-', input))), print);
    return 0;
  },
};

async function* piecesOf(file: string, input: Terminal['input']): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  try {
    const bytes = file === '-' ? input : createReadStream(file, { highWaterMark: PIECE });
    for await (const part of bytes) yield decoder.decode(part, { stream: true });
  } catch (cause) {
    throw new BaizeError('input', `${file} can not be read: is the name right?`, { cause });
  }
}

/** A candidate, and the place it takes in the text with all that stands there. */
interface Found extends Candidate {
  readonly written: string;
}

/** Finds what `scan` finds in the whole text, holding a piece of it at a time. */
async function* scanPieces(pieces: AsyncIterable<string>): AsyncGenerator<Found> {
  let text = '';
  let start = 0;
  let scanned = 0;
  const found = (to: number) =>
    scan(text, scanned, to).map(({ offset, length, text: address }) => {
      return { offset: start + offset, length, text: address, written: text.slice(offset, offset + length) };
    });
  for await (const piece of pieces) {
    text += piece;
    const to = text.length - AROUND;
    if (to <= scanned) continue;
    yield* found(to);
    const kept = Math.max(to - AROUND, 0);
    [text, start, scanned] = [text.slice(kept), start + kept, to - kept];
  }
  yield* found(text.length);
}

async function* linesOf(candidates: AsyncIterable<Found>): AsyncGenerator<string> {
  for await (const { offset, text, written } of candidates) {
    for (const { key, chain, checksum } of parseAddresses(text)) {
      if (checksum !== 'bad') yield jsonLine({ key, chain, text: written, offset, checksum });
    }
  }
}
