import { spellings } from './all.ts';

/** What may be a wallet address in a text; whoever knows the chains tells whether it is one. */
export interface Candidate {
  /** Where it starts, in UTF-16 code units. */
  readonly offset: number;
  /** How many of them it takes in the text. */
  readonly length: number;
  /** As it is written there, without the characters that nobody sees. */
  readonly text: string;
}

/** No address is shorter than an XRP address of an account with many zeros. */
export const SHORTEST = 25;
/** What one address may take in a text, counting invisible characters between its own. */
const LONGEST = 512;
/** More invisible characters in a row than this part two words. */
const INVISIBLE_RUN = 16;
/** The longest word with a colon that belongs to an address: `bitcoincash:`. */
const LONGEST_PREFIX = 12;
/** A run is read in pieces of this many characters. */
const PIECE = 4_096;

const ALPHANUMERIC = 1;
/** Stands inside addresses of TON (Base64 of both kinds, `0:…`) and of Bitcoin Cash, and between one and other words. */
const JOINT = 2;
const ASCII = 128;
const kinds = /* @__PURE__ */ kindsOf('-_+/:', '09', 'AZ', 'az');

/** Every pattern for itself, and any of them. */
interface Patterns {
  readonly each: readonly RegExp[];
  readonly any: RegExp;
}

// Made when a text holds the first run that is long enough: most frames of most pages hold none.
let made: Patterns | undefined;

function patterns(): Patterns {
  const sources = spellings.map(({ pattern }) => pattern);
  made = { each: sources.map(exactly), any: exactly(sources.join('|')) };
  return made;
}

const exactly = (pattern: string) => new RegExp(`(?:${pattern})(?![0-9A-Za-z])`, 'y');

/** What each character of ASCII is. */
function kindsOf(joints: string, ...ranges: string[]): Uint8Array {
  const kinds = new Uint8Array(ASCII);
  for (const range of ranges) kinds.fill(ALPHANUMERIC, range.charCodeAt(0), range.charCodeAt(1) + 1);
  for (const joint of joints) kinds[joint.charCodeAt(0)] = JOINT;
  return kinds;
}

/**
 * Finds what may be wallet addresses, standing by themselves: no letter or digit of ASCII before or after them.
 * Chinese text touching one is no part of it, nor is a path or a name around it. Two may overlap, where one text can
 * be read in two ways.
 *
 * An address is a run of at least 25 letters, digits, joints and invisible characters, so the scan looks at the last
 * of the next 25 characters first: if that is none of them, no address covers it and all of them are skipped. Within
 * a run, each word's start is tried once, against patterns of bounded length: the time is linear in the text whatever
 * it holds.
 *
 * @param from only addresses that start at or after this offset
 * @param to and before this one; consecutive ranges together find what one scan finds
 */
export function scan(text: string, from = 0, to = text.length): Candidate[] {
  const found: Candidate[] = [];
  let start = from;
  while (start < to && start + SHORTEST <= text.length) {
    const boundary = lastBoundary(text, start, start + SHORTEST);
    if (boundary !== -1) {
      start = boundary + 1;
      continue;
    }
    const limit = Math.min(Math.max(Math.min(start + PIECE, to), start + SHORTEST), text.length);
    const end = runEnd(text, start + SHORTEST, limit);
    // Where the look at the run ends before the run, an address may reach further.
    const reach = end < limit ? end : Math.min(end + LONGEST, text.length);
    found.push(...readRun(text, start, Math.min(end, to), reach));
    start = end;
  }
  return found;
}

/** Whether a text is long enough somewhere, between characters that end an address, to hold one. */
export function hasRun(text: string): boolean {
  for (let start = 0; start + SHORTEST <= text.length; ) {
    const boundary = lastBoundary(text, start, start + SHORTEST);
    if (boundary === -1) return true;
    start = boundary + 1;
  }
  return false;
}

/** The last place in `start … end` where no address can be, or -1. */
function lastBoundary(text: string, start: number, end: number): number {
  for (let i = end - 1; i >= start; i -= 1) {
    if (!isRun(text.charCodeAt(i))) return i;
  }
  return -1;
}

function runEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isRun(text.charCodeAt(at))) at += 1;
  return at;
}

/** Whether a character may stand within an address, or be hidden there. */
export function isRun(code: number): boolean {
  return code < ASCII ? kinds[code] !== 0 : isInvisible(code);
}

/** Soft hyphen, zero-width characters, and those that only set the direction of writing. */
function isInvisible(code: number): boolean {
  if (code < 0x200b) return code === 0xad;
  if (code > 0x2069) return code === 0xfeff;
  return code <= 0x200f || (code >= 0x202a && code <= 0x202e) || code === 0x2060 || code >= 0x2066;
}

/** The addresses that start in `from … to`, none of which reaches beyond `reach`. */
function readRun(text: string, from: number, to: number, reach: number): Candidate[] {
  const found = readWords(text, from, to);
  const clean = withoutInvisible(text, from, reach);
  if (clean === null) return found;
  const { letters, offsets } = clean;
  for (const { offset, length, text: address } of readWords(letters, 0, letters.length)) {
    const place = offsets[offset]!;
    const spread = offsets[offset + length - 1]! + 1 - place;
    const isNew = spread > length && spread <= LONGEST && place < to && !isGlued(text, place);
    if (isNew) found.push({ offset: place, length: spread, text: address });
  }
  return found;
}

/** Tries each start of a word in `from … to`. */
function readWords(text: string, from: number, to: number): Candidate[] {
  const found: Candidate[] = [];
  let inWord = from > 0 && isAlphanumeric(text, from - 1);
  for (let at = from; at < to; at += 1) {
    const kind = kinds[text.charCodeAt(at)] ?? 0;
    // `-` starts the accounts of TON's masterchain (`-1:…`).
    const starts = !inWord && (kind === ALPHANUMERIC || (kind === JOINT && text.charCodeAt(at) === 0x2d));
    inWord = kind === ALPHANUMERIC;
    if (starts) readAt(text, at, found);
  }
  return found;
}

function readAt(text: string, at: number, found: Candidate[]): void {
  for (const end of endsOf(text, at)) {
    if (!isTail(text, at, end)) found.push({ offset: at, length: end - at, text: text.slice(at, end) });
  }
}

/** Where the addresses that start here end: one each, but for a text that two chains read differently. */
function endsOf(text: string, at: number): Set<number> {
  const ends = new Set<number>();
  const { each, any } = made ?? patterns();
  any.lastIndex = at;
  if (!any.test(text)) return ends;
  for (const pattern of each) {
    pattern.lastIndex = at;
    if (pattern.test(text) && pattern.lastIndex - at >= SHORTEST) ends.add(pattern.lastIndex);
  }
  return ends;
}

/** Whether this is only what follows the prefix of an address: `q…` of `bitcoincash:q…`. */
function isTail(text: string, at: number, end: number): boolean {
  if (text.charAt(at - 1) !== ':') return false;
  let start = at - 1;
  while (at - start <= LONGEST_PREFIX && isAlphanumeric(text, start - 1)) start -= 1;
  return endsOf(text, start).has(end);
}

/** A run without its invisible characters, and where each of the others stands; null when it holds none. */
function withoutInvisible(text: string, from: number, to: number) {
  let at = from;
  while (at < to && text.charCodeAt(at) < ASCII) at += 1;
  if (at === to) return null;
  let letters = '';
  const offsets: number[] = [];
  for (let hidden = 0, i = from; i < to; i += 1) {
    hidden = isInvisible(text.charCodeAt(i)) ? hidden + 1 : 0;
    if (hidden > 0 && hidden !== INVISIBLE_RUN) continue;
    letters += hidden === 0 ? text.charAt(i) : ' ';
    offsets.push(i);
  }
  return { letters, offsets };
}

/** Whether a letter or digit stands before this place, with nothing visible between. */
function isGlued(text: string, at: number): boolean {
  let before = at - 1;
  while (at - before < INVISIBLE_RUN && isInvisible(text.charCodeAt(before))) before -= 1;
  return isAlphanumeric(text, before);
}

function isAlphanumeric(text: string, at: number): boolean {
  return kinds[text.charCodeAt(at)] === ALPHANUMERIC;
}
