import { isAddressKey, isSiteKey } from '../../core/entry.ts';
import { hostAndParents } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import type { List } from '../../core/list.ts';

/** A request rule as the browsers take it (declarativeNetRequest), as far as the gate uses it. */
export interface Rule {
  readonly id: number;
  readonly priority: number;
  readonly action: {
    readonly type: 'allow' | 'redirect';
    readonly redirect?: { readonly regexSubstitution: string };
  };
  readonly condition: {
    readonly requestDomains?: string[];
    readonly regexFilter?: string;
    readonly isUrlFilterCaseSensitive?: boolean;
    readonly tabIds?: number[];
    readonly resourceTypes: ResourceType[];
  };
}
type ResourceType = 'main_frame' | 'sub_frame' | 'object';

/** `stop` entries of sites, as the lists have them: sorted, each once. Not all of them may be stopped. */
export interface Stops {
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

/** Rules of the gate. What is stopped since the base rule beats what is no longer, and a person's choice beats all. */
export const ruleIds = { base: 1, come: 2, gone: 3, mark: 4, dot: 5, firstPath: 100 } as const;
const priorities = { dot: 1, base: 2, gone: 3, come: 4, proceed: 5 } as const;

/** Wherever a site can stand: the tab itself, frames, and frames that a page disguises as `<object>` or `<embed>`. */
const frames: ResourceType[] = ['main_frame', 'sub_frame', 'object'];

const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** The `stop` entries of a list that name a site. */
export function stopsOf(list: List): Stops {
  const names: string[] = [];
  const paths: string[] = [];
  for (const line of list.lines()) {
    const key = line.slice(0, line.indexOf(' '));
    if (line.endsWith(' caution') || isAddressKey(key)) continue;
    (key.includes('/') ? paths : names).push(key);
  }
  return { names, paths };
}

/** What several lists stop together. */
export function joinStops(stops: readonly Stops[]): Stops {
  if (stops.length === 1) return stops[0]!;
  const join = (part: (one: Stops) => readonly string[]) => [...new Set(stops.flatMap(part))].sort();
  return { names: join(({ names }) => names), paths: join(({ paths }) => paths) };
}

/**
 * Whether the browser can be told to stop a site. A key that is not in its canonical spelling would make it refuse the
 * whole rule, and matches no page anyway; the common spelling is told by a pattern, the rest by the full check.
 */
export function isCanonical(key: string): boolean {
  return (HOST.test(key) && !key.includes('xn--')) || isSiteKey(key);
}

/** What came and went between two sorted runs of names. */
export function difference(base: readonly string[], now: readonly string[]) {
  const come: string[] = [];
  const gone: string[] = [];
  let a = 0;
  let b = 0;
  while (a < base.length || b < now.length) {
    const old = base[a];
    const fresh = now[b];
    if (old === fresh) {
      a += 1;
      b += 1;
    } else if (fresh === undefined || (old !== undefined && old < fresh)) {
      gone.push(old!);
      a += 1;
    } else {
      come.push(fresh);
      b += 1;
    }
  }
  return { come, gone };
}

/** The big rule: every name of the base; and the rule for names with a final dot. */
export function baseRules(names: readonly string[], stopPage: string): Rule[] {
  return [...stopNames(ruleIds.base, priorities.base, names, stopPage), dotRule];
}

/**
 * `name.test.` with the root's dot is the same site. Chromium's rules match it, Firefox's do not (153: the site got the
 * request): so an address with the dot is sent to the one without, which the other rules know.
 */
const dotRule: Rule = {
  id: ruleIds.dot,
  priority: priorities.dot,
  action: { type: 'redirect', redirect: { regexSubstitution: '\\1\\2' } },
  condition: { regexFilter: '^(https?://[^/]*[^/.:@])\\.((?::[0-9]+)?/.*)$', resourceTypes: frames },
};

/**
 * The small rules that bring the base rule up to date: names that came are stopped; names that went are let through,
 * unless a parent is still listed; and listed sub-domains of names that went are stopped again above that.
 *
 * @param now every name that is to be stopped, sorted
 */
export function changeRules(
  { come, gone }: ReturnType<typeof difference>,
  now: readonly string[],
  stopPage: string,
): Rule[] {
  const free = new Set(gone.filter((name) => !hostAndParents(name).some((parent) => has(now, parent))));
  const below = free.size === 0 ? [] : now.filter((name) => hostAndParents(name).some((up) => free.has(up)));
  const stopped = [...new Set([...come, ...below])].sort();
  return [
    ...stopNames(ruleIds.come, priorities.come, stopped, stopPage),
    ...(free.size === 0 ? [] : [allow(ruleIds.gone, priorities.gone, { requestDomains: [...free] })]),
  ];
}

/** Binary search in sorted names. */
function has(names: readonly string[], name: string): boolean {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (names[middle]! < name) low = middle + 1;
    else high = middle;
  }
  return names[low] === name;
}

function stopNames(id: number, priority: number, names: readonly string[], stopPage: string): Rule[] {
  if (names.length === 0) return [];
  const condition = { regexFilter: '^https?://.*', requestDomains: [...names], resourceTypes: frames };
  return [{ id, priority, action: stop(stopPage), condition }];
}

/** To the stop page, the whole address behind its `#`. */
const stop = (stopPage: string): Rule['action'] => ({
  type: 'redirect',
  redirect: { regexSubstitution: `${stopPage}#\\0` },
});

function allow(id: number, priority: number, condition: Omit<Rule['condition'], 'resourceTypes'>): Rule {
  return { id, priority, action: { type: 'allow' }, condition: { ...condition, resourceTypes: frames } };
}

/** One rule for each listed path, in the spelling of its key; other spellings are the guard's work. */
export function pathRules(paths: readonly string[], stopPage: string): Rule[] {
  return paths.slice(0, limits.gatePaths).map((key, i) => ({
    id: ruleIds.firstPath + i,
    priority: priorities.come,
    action: stop(stopPage),
    condition: { ...pathCondition(key), resourceTypes: frames },
  }));
}

/** What a key `host/path` covers: that host, with or without `www.`, that path and what lies below it. */
function pathCondition(key: string) {
  const slash = key.indexOf('/');
  const host = quoted(key.slice(0, slash));
  const path = quoted(key.slice(slash));
  const regexFilter = `^https?://([^/?#]*@)?(www\\.)?${host}\\.?(:[0-9]+)?${path}([/?#].*)?$`;
  return { regexFilter, isUrlFilterCaseSensitive: true };
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Lets a person through to a site.
 *
 * @param scope a host, which covers its sub-domains, or a key `host/path`
 * @param tab only in this tab; null for every tab
 */
export function proceedRule(id: number, scope: string, tab: number | null): Rule {
  const condition = scope.includes('/') ? pathCondition(scope) : { requestDomains: [scope] };
  return allow(id, priorities.proceed, tab === null ? condition : { ...condition, tabIds: [tab] });
}

/**
 * A rule that says what the others hold, and matches nothing: it is replaced in the same step as they are, so that after
 * a crash, a lost store or lost rules there is never a doubt.
 *
 * @param base digest of the base rule's names
 * @param now digest of all that is enforced
 */
export function markRule(base: string, now: string): Rule {
  const requestDomains = [`${base.slice(0, 40)}.base.invalid`, `${now.slice(0, 40)}.now.invalid`];
  return allow(ruleIds.mark, priorities.base, { requestDomains });
}

/** Whether a rule found in the browser is the mark of this base, or of this whole state. */
export function isMark(
  rule: { condition: { requestDomains?: string[] | undefined } },
  which: 'base' | 'now',
  digest: string,
): boolean {
  return rule.condition.requestDomains?.includes(`${digest.slice(0, 40)}.${which}.invalid`) ?? false;
}
