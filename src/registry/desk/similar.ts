import { type Entry, isAddressKey } from '../../core/entry.ts';
import type { Listed } from './published.ts';
import { registeredName } from './registered.ts';

const MOST = 20;
/** Of entries that hold the same word so many are looked at, before the shortest are taken. */
const LOOKED_AT = 200;
/** Shorter labels are near to everything. */
const SHORTEST = 4;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789-'];

/**
 * Listed names that look like a case's: first the same label elsewhere (under another suffix), then labels with one letter more,
 * less, changed or swapped, then names that hold the label without its digits.
 *
 * @param key of a case
 */
export function similarTo(listed: Listed, key: string): Entry[] {
  const label = labelOf(key);
  if (label === null) return [];
  const found = new Map<string, Entry>();
  const take = (entries: readonly Entry[]) => {
    for (const entry of entries) if (entry.key !== key && found.size < MOST) found.set(entry.key, entry);
  };
  take(listed.startingWith(`${label}.`, MOST));
  for (const near of nearTo(label)) take(listed.startingWith(`${near}.`, 2));
  const holding = listed.holding(stemOf(label), LOOKED_AT);
  take(holding.sort((a, b) => a.key.length - b.key.length));
  return [...found.values()];
}

/** What its owner chose of a site's name; null for an address, and for what is too short to be like anything. */
function labelOf(key: string): string | null {
  const label = isAddressKey(key) ? undefined : registeredName(key)?.split('.')[0];
  return label === undefined || label.length < SHORTEST ? null : label;
}

/** Campaigns number their names. */
function stemOf(label: string): string {
  const stem = label.replace(/[\d-]+$/, '');
  return stem.length < SHORTEST ? label : stem;
}

/** Every label that is one step away (Damerau and Levenshtein). */
function* nearTo(label: string): Generator<string> {
  for (let at = 0; at <= label.length; at += 1) {
    const [head, tail] = [label.slice(0, at), label.slice(at)];
    if (tail !== '') yield head + tail.slice(1);
    if (tail.length > 1) yield head + tail[1] + tail[0] + tail.slice(2);
    for (const letter of LETTERS) {
      yield head + letter + tail;
      if (tail !== '') yield head + letter + tail.slice(1);
    }
  }
}
