import type { Entry } from '../core/entry.ts';
import type { Filter } from '../core/filter.ts';
import type { List } from '../core/list.ts';
import { protection } from '../core/protected.ts';
import { type Verdict, verdictOf } from '../core/verdict.ts';
import { keysOf, parseSubject } from './subject.ts';

/** Exact look-up of a key. */
export type Find = (key: string) => Entry | undefined;

/**
 * A list's look-up: the filter's quick "no", the text's exact answer, and no entry for what is never stopped,
 * whatever the list says.
 *
 * @param ownHosts hosts of the feeds that are followed
 */
export function findIn(filter: Filter, list: List, ownHosts: readonly string[]): Find {
  return (key) => {
    const entry = filter.mayContain(key) ? list.find(key) : undefined;
    return entry !== undefined && protection(key, ownHosts) === null ? entry : undefined;
  };
}

/** The verdict for anything a person names: a URL, a host, a wallet address or a key. */
export function check(input: string, find: Find): Verdict | { readonly verdict: 'invalid' } {
  const subject = parseSubject(input);
  return subject === null ? { verdict: 'invalid' } : verdictOf(keysOf(subject), find);
}

/** The verdict over several lists: the first that says `listed`, else the first `caution`; `at` is whose it is. */
export function verdictAmong(
  keys: readonly string[],
  finds: readonly Find[],
): { readonly verdict: Verdict; readonly at: number } {
  const verdicts = finds.map((find) => verdictOf(keys, find));
  const listed = verdicts.findIndex(({ verdict }) => verdict === 'listed');
  const at = listed !== -1 ? listed : verdicts.findIndex(({ verdict }) => verdict === 'caution');
  return { verdict: verdicts[at] ?? { verdict: 'unlisted' }, at };
}
