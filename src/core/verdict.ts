import type { Entry, Kind, Level } from './entry.ts';
import { hostAndParents, type Site, withoutWww } from './hostname.ts';
import { limits } from './limits.ts';

/** What Baize concludes. Never "safe": a site that is not listed is just not on the list. */
export type Verdict =
  | {
      readonly verdict: 'listed' | 'caution';
      readonly key: string;
      readonly kind: Kind;
      readonly level: Level;
    }
  | { readonly verdict: 'unlisted' };

const unlisted: Verdict = { verdict: 'unlisted' };
const PATH_DEPTH = 32;

/**
 * Every key that would cover a site: its host and each parent, then its paths, longest first. At most 32 path
 * segments and 1,024 characters are looked at; a listed path is never longer.
 */
export function keysCovering(site: Site): string[] {
  return [...hostAndParents(site.host), ...pathKeys(site)];
}

/** Those of them that name a path, longest first. */
export function pathKeys({ host, path }: Site): string[] {
  const keys: string[] = [];
  const base = withoutWww(host);
  for (let depth = 0, end = 0; depth < PATH_DEPTH && end < path.length; depth += 1) {
    const next = path.indexOf('/', end + 1);
    end = next === -1 ? path.length : next;
    if (base.length + end > limits.keyLength) break;
    keys.push(base + path.slice(0, end));
  }
  return keys.reverse();
}

/**
 * The verdict over keys: the first entry that says `stop`, else the first that says `caution`.
 *
 * @param keys as `keysCovering` gives them, or one address key
 * @param find exact look-up in a list; it has confirmed what it returns
 */
export function verdictOf(keys: readonly string[], find: (key: string) => Entry | undefined): Verdict {
  const entries = keys.flatMap((key) => find(key) ?? []);
  const entry = entries.find(({ level }) => level === 'stop') ?? entries[0];
  if (entry === undefined) return unlisted;
  return { verdict: entry.level === 'stop' ? 'listed' : 'caution', ...entry };
}
