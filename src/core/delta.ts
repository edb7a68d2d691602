import { type Entry, formatEntry, parseEntry } from './entry.ts';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';
import { compareKey, type List, lineEnd } from './list.ts';
import { concat } from './tuf/bytes.ts';

/** What happened to one key between two releases; null where it was not, or is no longer, on the list. */
export interface Change {
  readonly key: string;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

const same = (a: Entry | null, b: Entry | null): boolean =>
  a === b || (a !== null && b !== null && formatEntry(a) === formatEntry(b));

/**
 * Joins runs of changes into what happened from the first to the last: the work is in proportion to the changes,
 * not to the list.
 *
 * @param changes oldest first; each `before` is the `after` of the change before it on that key
 * @returns one change a key, sorted by key, without those that came to nothing
 */
export function joinChanges(changes: Iterable<Change>): Change[] {
  const byKey = new Map<string, Change>();
  for (const change of changes) {
    const first = byKey.get(change.key);
    byKey.set(change.key, {
      key: change.key,
      before: first ? first.before : change.before,
      after: change.after,
    });
  }
  return [...byKey.values()]
    .filter((change) => !same(change.before, change.after))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Writes changes as a delta: `-KEY` for what goes, `+LINE` for what comes, sorted by key; an entry that changes
 * its kind or level goes and comes again.
 *
 * @param changes sorted by key, as `joinChanges` gives them
 */
export function writeDelta(changes: readonly Change[]): Uint8Array {
  const lines: string[] = [];
  for (const { key, before, after } of changes) {
    if (before !== null) lines.push(`-${key}\n`);
    if (after !== null) lines.push(`+${formatEntry(after)}\n`);
  }
  return new TextEncoder().encode(lines.join(''));
}

/**
 * Reads a delta against the list it starts from.
 *
 * @returns the changes, sorted by key
 * @throws BaizeError `format` when the delta is unsorted, removes what is not there, adds what is, or is no delta
 */
export function readDelta(base: List, delta: Uint8Array): Change[] {
  const changes: Change[] = [];
  for (const line of deltaLines(delta)) {
    const last = changes.at(-1);
    const change = readLine(base, line);
    if (last !== undefined && last.key === change.key && last.after === null && change.after !== null) {
      changes[changes.length - 1] = { ...last, after: change.after };
      continue;
    }
    if (last !== undefined && change.key <= last.key) throw refuse('is not sorted', line);
    if (change.after !== null && change.before !== null) throw refuse('adds what is listed', line);
    changes.push(change);
  }
  return changes;
}

function deltaLines(delta: Uint8Array): string[] {
  if (delta.length > limits.deltaBytes) throw new BaizeError('length', 'The delta is longer than allowed.');
  if (delta.length === 0) return [];
  const lines = new TextDecoder('latin1').decode(delta).split('\n');
  if (lines.pop() !== '') throw new BaizeError('format', 'The delta does not end with a line feed.');
  return lines;
}

function readLine(base: List, line: string): Change {
  if (line.startsWith('+')) {
    const after = parseEntry(line.slice(1));
    return { key: after.key, before: base.find(after.key) ?? null, after };
  }
  const key = line.slice(1);
  const before = line.startsWith('-') ? base.find(key) : undefined;
  if (before === undefined) throw refuse('removes what is not listed', line);
  return { key, before, after: null };
}

function refuse(what: string, line: string): BaizeError {
  return new BaizeError('format', `The delta ${what}: ${JSON.stringify(line.slice(0, 80))}.`);
}

/**
 * Applies changes to a list's text: copies the runs between them, so the cost is one pass of memory copying.
 *
 * @param changes sorted by key; their `before` is what the list holds
 * @returns the new text
 */
export function applyChanges(base: List, changes: readonly Change[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { key, after } of changes) {
    const at = base.lowerBound(key);
    parts.push(base.text.subarray(from, at));
    if (after !== null) parts.push(encoder.encode(`${formatEntry(after)}\n`));
    from = at < base.text.length && compareKey(base.text, at, key) === 0 ? lineEnd(base.text, at) + 1 : at;
  }
  parts.push(base.text.subarray(from));
  return concat(parts);
}
