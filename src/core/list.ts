import { type Entry, formatEntry, parseEntry } from './entry.ts';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';

const LF = 10;
const SPACE = 32;
const ascii = new TextDecoder('latin1');

/**
 * A list's text, sorted bytewise, one entry a line. It is searched where it lies: no object per entry, so that
 * 351,000 entries cost their 9 MB of text and nothing more.
 */
export class List {
  readonly text: Uint8Array;

  /** @param text a text that `checkList` has accepted (or that the own build or store made from one) */
  constructor(text: Uint8Array) {
    this.text = text;
  }

  /** The entry with exactly this key, by binary search: about 20 line starts for a million entries. */
  find(key: string): Entry | undefined {
    const start = this.lowerBound(key);
    if (start === this.text.length || compareKey(this.text, start, key) !== 0) return undefined;
    return parseEntry(ascii.decode(this.text.subarray(start, lineEnd(this.text, start))));
  }

  /** Offset of the first line whose key is not below `key`; the text's length when there is none. */
  lowerBound(key: string): number {
    let low = 0;
    let high = this.text.length;
    while (low < high) {
      const start = lineStart(this.text, (low + high) >>> 1);
      if (compareKey(this.text, start, key) < 0) low = lineEnd(this.text, start) + 1;
      else high = start;
    }
    return low;
  }

  /** Every entry, in order. */
  *entries(): Generator<Entry> {
    for (const line of this.lines()) yield parseEntry(line);
  }

  /** Every line without its line feed, in order. */
  *lines(): Generator<string> {
    for (let start = 0; start < this.text.length; ) {
      const end = lineEnd(this.text, start);
      yield ascii.decode(this.text.subarray(start, end));
      start = end + 1;
    }
  }
}

/** Offset of the start of the line that holds `offset`. */
function lineStart(text: Uint8Array, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf(LF, offset - 1) + 1;
}

/** Offset of the line feed that ends the line beginning at `start`. */
export function lineEnd(text: Uint8Array, start: number): number {
  const end = text.indexOf(LF, start);
  return end === -1 ? text.length : end;
}

/** Compares the key of the line at `start` with `key`, bytewise: negative, 0 or positive. Keys are ASCII. */
export function compareKey(text: Uint8Array, start: number, key: string): number {
  for (let i = 0; i < key.length; i += 1) {
    const difference = text[start + i]! - key.charCodeAt(i);
    // A space ends the line's key and sorts below every character of a key, a line feed below that.
    if (difference !== 0) return difference;
  }
  return text[start + key.length] === SPACE ? 0 : 1;
}

/**
 * Checks that a text is a list: ASCII lines `KEY KIND[ caution]`, strictly ascending by key, LF after every line.
 * Binary search silently misses entries of an unsorted text, so a signed digest alone is not enough
 * (attacks: a colluding or faulty publisher).
 *
 * @returns the number of entries
 * @throws BaizeError `format`
 */
export function checkList(text: Uint8Array): number {
  if (text.length > limits.listBytes)
    throw new BaizeError('length', 'The list is longer than this version reads.');
  let count = 0;
  let previous = '';
  for (let start = 0; start < text.length; count += 1) {
    const end = text.indexOf(LF, start);
    if (end === -1) throw new BaizeError('format', 'The list does not end with a line feed.');
    const { key } = parseEntry(ascii.decode(text.subarray(start, end)));
    if (key <= previous) throw new BaizeError('format', `The list is not sorted at ${JSON.stringify(key)}.`);
    previous = key;
    start = end + 1;
  }
  return count;
}

/**
 * Writes entries as a list.
 *
 * @param entries in any order; of two with one key the later counts
 */
export function writeList(entries: Iterable<Entry>): Uint8Array {
  const lines = new Map<string, string>();
  for (const entry of entries) lines.set(entry.key, formatEntry(entry));
  const sorted = [...lines.keys()].sort();
  return new TextEncoder().encode(sorted.map((key) => `${lines.get(key)}\n`).join(''));
}
