import type { Entry, Kind, Level } from '../core/entry.ts';
import type { Filter } from '../core/filter.ts';
import type { List } from '../core/list.ts';
import { protection } from '../core/protected.ts';
import { type Verdict, verdictOf } from '../core/verdict.ts';
import { isMistyped, keysOf, parseSubject } from './subject.ts';

/** One list as it is asked: text, filter over it, and the feed's own hosts, which it never stops. */
export interface AskedList {
  readonly list: Pick<List, 'find'>;
  readonly filter: Pick<Filter, 'mayContain'>;
  readonly ownHosts?: readonly string[];
}

/** What is concluded over several lists, and by which of them. */
export type Conclusion<L extends AskedList> = { readonly verdict: Verdict; readonly list: L | null };

/** What `check` says about a text. `key`, `kind` and `level` are those of the entry that decided, else null. */
export interface Checked {
  readonly input: string;
  readonly verdict: Verdict['verdict'] | 'invalid';
  readonly key: string | null;
  readonly kind: Kind | null;
  readonly level: Level | null;
}

const unlisted: Verdict = { verdict: 'unlisted' };

/** The exact entry of a key; none where the key is protected, whatever the list says. */
function findEntry({ list, filter, ownHosts }: AskedList, key: string): Entry | undefined {
  if (!filter.mayContain(key)) return undefined;
  const entry = list.find(key);
  return entry !== undefined && protection(key, ownHosts) === null ? entry : undefined;
}

/**
 * The verdict of several lists: the first that says `stop`, else the first that says `caution`.
 *
 * @param keys every key that covers what is asked about, as `keysOf` gives them
 */
export function conclude<L extends AskedList>(keys: readonly string[], lists: readonly L[]): Conclusion<L> {
  let found: Conclusion<L> = { verdict: unlisted, list: null };
  for (const list of lists) {
    const verdict = verdictOf(keys, (key) => findEntry(list, key));
    if (verdict.verdict === 'listed') return { verdict, list };
    if (verdict.verdict === 'caution' && found.list === null) found = { verdict, list };
  }
  return found;
}

/**
 * What the extension would conclude about a text: a URL, host, address or key. An address whose checksum does not hold
 * and that is not listed is `invalid`, like a text that is neither a site nor an address.
 */
export function checkInput(input: string, lists: readonly AskedList[]): Checked {
  const subject = parseSubject(input);
  const verdict = subject === null ? unlisted : conclude(keysOf(subject), lists).verdict;
  if (verdict.verdict !== 'unlisted') {
    const { key, kind, level } = verdict;
    return { input, verdict: verdict.verdict, key, kind, level };
  }
  const invalid = subject === null || isMistyped(subject);
  return { input, verdict: invalid ? 'invalid' : 'unlisted', key: null, kind: null, level: null };
}
