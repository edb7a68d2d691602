import { spellings } from '../../chains/all.ts';

/** What may be a wallet address in a text; only a look-up of its key tells whether it is listed. */
export interface Candidate {
  /** Where it starts, in UTF-16 code units. */
  readonly offset: number;
  /** As it is written there. */
  readonly text: string;
  /** The list's key: `namespace:address`. */
  readonly key: string;
}

/** Addresses shorter than this exist only as test vectors; one longer than this does not exist (BIP-173). */
const SHORTEST = 26;
const LONGEST = 90;

const exact = spellings.map((spelling) => ({
  spelling,
  pattern: new RegExp(`^(?:${spelling.pattern})$`),
}));

/**
 * Finds wallet addresses that stand by themselves: no letter or digit of ASCII before or after them. Chinese text
 * touching an address is no part of it.
 *
 * An address is a run of at least 26 letters and digits, so the scan looks at the last of the next 26 characters
 * first: if that is neither, no address covers it and all of them are skipped. No character is read more than
 * twice, so the time is linear in the text whatever it holds.
 *
 * @param from only addresses that start at or after this offset
 * @param to and before this one; consecutive ranges together find what one scan finds
 */
export function scan(text: string, from = 0, to = text.length): Candidate[] {
  const found: Candidate[] = [];
  let start = from > 0 && isAlphanumeric(text, from - 1) ? runEnd(text, from, to) : from;
  while (start < to && start + SHORTEST <= text.length) {
    const boundary = lastBoundary(text, start, start + SHORTEST);
    if (boundary !== -1) {
      start = boundary + 1;
      continue;
    }
    const end = runEnd(text, start + SHORTEST, start + LONGEST + 1);
    const candidate = end - start <= LONGEST ? read(text, start, end) : null;
    if (candidate !== null) found.push(candidate);
    start = runEnd(text, end, to);
  }
  return found;
}

/** The last place in `start … end` that is no letter or digit, or -1. */
function lastBoundary(text: string, start: number, end: number): number {
  for (let i = end - 1; i >= start; i -= 1) {
    if (!isAlphanumeric(text, i)) return i;
  }
  return -1;
}

/** Where the letters and digits end, looking no further than `limit`. */
function runEnd(text: string, from: number, limit: number): number {
  const end = Math.min(limit, text.length);
  let at = from;
  while (at < end && isAlphanumeric(text, at)) at += 1;
  return at;
}

function isAlphanumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 123 && (code > 96 || (code < 91 && (code > 64 || (code < 58 && code > 47))));
}

function read(text: string, start: number, end: number): Candidate | null {
  const run = text.slice(start, end);
  for (const { spelling, pattern } of exact) {
    const canonical = pattern.test(run) ? spelling.canonical(run) : null;
    if (canonical !== null) return { offset: start, text: run, key: `${spelling.id}:${canonical}` };
  }
  return null;
}
