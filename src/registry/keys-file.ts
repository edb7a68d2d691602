import { BaizeError } from '../core/errors.ts';
import { listableKey } from './listable.ts';

/** One line of a text, or one element of an array, counted from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
  /** False for an element that is something else. */
  readonly isString?: false;
}

export interface BadLine extends Line {
  readonly reason: string;
}

export interface ReadKeys {
  /** Canonical and listable, each once. */
  readonly keys: readonly string[];
  readonly bad: readonly BadLine[];
  /** Lines whose key another line has. */
  readonly duplicates: number;
}

const SHOWN = 200;
/** How an array starts; a text may start with an IPv6 host, which has a bracket too. */
const ARRAY = /^\s*\[\s*["\]{[]/;

/**
 * Reads a file of keys: a JSON array of strings, or text with one a line, where empty lines and `#` comments do not count.
 *
 * @throws BaizeError `input` when it is not UTF-8, or starts like an array and is none
 */
export function readTexts(bytes: Uint8Array): Line[] {
  const text = decode(bytes);
  if (ARRAY.test(text)) return readArray(text);
  return text
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, text: content.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BaizeError('input', 'The file is not UTF-8 text. Save it as UTF-8 and try again.', { cause });
  }
}

function readArray(text: string): Line[] {
  let array: unknown;
  try {
    array = JSON.parse(text);
  } catch (cause) {
    throw new BaizeError('input', 'The file starts like a JSON array and is none.', { cause });
  }
  if (!Array.isArray(array)) throw new BaizeError('input', 'The file is not an array of strings.');
  return array.map((element: unknown, index) => lineOf(element, index + 1));
}

function lineOf(element: unknown, line: number): Line {
  if (typeof element === 'string') return { line, text: element };
  return { line, text: JSON.stringify(element), isString: false };
}

/** Brings every line to its canonical key, and tells those apart that no list may carry. */
export function readKeys(
  lines: readonly Line[],
  ownHosts: readonly string[],
  onProgress: (done: number) => void = () => {},
): ReadKeys {
  const keys = new Set<string>();
  const bad: BadLine[] = [];
  for (const [index, { line, text, isString }] of lines.entries()) {
    const listable = isString === false ? { refusal: 'not a string' } : listableKey(text, ownHosts);
    if ('key' in listable) keys.add(listable.key);
    else bad.push({ line, text: text.slice(0, SHOWN), reason: listable.refusal });
    if (index % 1_000 === 0) onProgress(index);
  }
  return { keys: [...keys], bad, duplicates: lines.length - bad.length - keys.size };
}
