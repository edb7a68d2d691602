import { isAddressKey, isSiteKey } from '../../core/entry.ts';
import { hostAndParents, parseSite } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import type { List } from '../../core/list.ts';

/** A request rule as the browsers take it (declarativeNetRequest), as far as the gate uses it. */
export interface Rule {
  readonly id: number;
  readonly priority: number;
  readonly action: {
    readonly type: 'allow' | 'block' | 'redirect';
    readonly redirect?:
      | { readonly regexSubstitution: string }
      | { readonly transform: { readonly host: string } };
  };
  readonly condition: Condition;
}

export interface Condition {
  readonly requestDomains?: string[];
  readonly excludedRequestDomains?: string[];
  readonly regexFilter?: string;
  readonly urlFilter?: string;
  readonly isUrlFilterCaseSensitive?: boolean;
  readonly tabIds?: number[];
  readonly resourceTypes?: FrameType[];
  readonly excludedResourceTypes?: FrameType[];
}
type FrameType = 'main_frame' | 'sub_frame' | 'object';

/** How the gate stops: by the stop page; or, where the browser withholds sites and takes no redirect, by refusing them. */
export interface Stopping {
  /** The stop page's fixed address. */
  readonly stopPage: string;
  /** Whether the browser lets the extension at every site. */
  readonly hasAccess: boolean;
}

/** `stop` entries of sites, as the lists have them: sorted, each once. Not all of them may be stopped. */
export interface Stops {
  readonly names: readonly string[];
  readonly paths: readonly string[];
}

/**
 * Rules of the gate: `frames` stops what a site can stand in, `types` all else that is loaded from a listed site; paths
 * are from `firstPath` on.
 */
export const ruleIds = {
  frames: { base: 1, come: 2, gone: 3, mark: 4 },
  dot: 5,
  types: { base: 6, come: 7, gone: 8, mark: 9 },
  pathsMark: 10,
  scratch: 11,
  firstPath: 100,
} as const;
type Ids = (typeof ruleIds)['frames' | 'types'];

/**
 * What is stopped since the base rule beats what is no longer, and a person's choice beats all. A literal path is below
 * the names, because what is let through around it must not let a listed name through.
 */
export const priorities = {
  dot: 1,
  literal: 2,
  besideLiteral: 3,
  base: 4,
  gone: 5,
  come: 6,
  proceed: 7,
} as const;

/** Wherever a site can stand: the tab itself, frames, and frames that a page disguises as `<object>` or `<embed>`. */
const frameTypes: FrameType[] = ['main_frame', 'sub_frame', 'object'];

/** What a rule is for: what a site stands in, or all else: scripts, pictures, sockets, whatever comes to exist. */
export const frames: Condition = { resourceTypes: frameTypes };
export const types: Condition = { excludedResourceTypes: frameTypes };

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

/** The big rule of the frames, every name of the base; and the rule for names with a final dot. */
export const frameBase = (names: readonly string[], stopping: Stopping): Rule[] => [
  ...stopFrames(ruleIds.frames.base, priorities.base, names, stopping),
  dotRule,
];

/** The big rule of all other types. */
export const typeBase = (names: readonly string[]): Rule[] =>
  stopTypes(ruleIds.types.base, priorities.base, names);

/**
 * `name.test.` with the root's dot is the same site. Chromium's rules match it, Firefox's do not (153: the site got the
 * request): so an address with the dot is sent to the one without, which the other rules know.
 */
export const dotRule: Rule = {
  id: ruleIds.dot,
  priority: priorities.dot,
  action: { type: 'redirect', redirect: { regexSubstitution: '\\1\\2' } },
  condition: { regexFilter: '^(https?://[^/]*[^/.:@])\\.((?::[0-9]+)?/.*)$', ...frames },
};

/**
 * The small rules that bring the base rules up to date: names that came are stopped; names that went are let through,
 * unless a parent is still listed; and listed sub-domains of names that went are stopped again above that.
 *
 * @param now every name that is to be stopped, sorted
 */
export function changeRules(
  { come, gone }: ReturnType<typeof difference>,
  now: readonly string[],
  stopping: Stopping,
): Rule[] {
  const free = new Set(gone.filter((name) => !hostAndParents(name).some((parent) => has(now, parent))));
  const below = free.size === 0 ? [] : now.filter((name) => hostAndParents(name).some((up) => free.has(up)));
  const stopped = [...new Set([...come, ...below])].sort();
  const letThrough = (ids: Ids, kind: Condition) =>
    free.size === 0 ? [] : [allow(ids.gone, priorities.gone, { ...namesOf([...free]), ...kind })];
  return [
    ...stopFrames(ruleIds.frames.come, priorities.come, stopped, stopping),
    ...letThrough(ruleIds.frames, frames),
    ...stopTypes(ruleIds.types.come, priorities.come, stopped),
    ...letThrough(ruleIds.types, types),
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

/** Whether one of sorted names covers a host. */
export const covers = (names: readonly string[], host: string): boolean =>
  hostAndParents(host).some((name) => has(names, name));

function stopFrames(id: number, priority: number, names: readonly string[], stopping: Stopping): Rule[] {
  if (names.length === 0) return [];
  const condition = { regexFilter: `^https?://${carried(stopping)}`, ...namesOf(names), ...frames };
  return [{ id, priority, action: stop(stopping), condition }];
}

function stopTypes(id: number, priority: number, names: readonly string[]): Rule[] {
  if (names.length === 0) return [];
  return [{ id, priority, action: { type: 'block' }, condition: { ...namesOf(names), ...types } }];
}

/**
 * The end of a pattern that says how much of what follows is carried to the stop page. Firefox carries what was matched. It
 * takes no address of more than a megabyte, and makes the request when a redirect would lead to one (153): so it is told to
 * carry no more than the stop page reads. Chromium carries the rest in any case, and opens nothing when that is too long (156).
 */
export const carried = ({ stopPage }: Stopping): string =>
  stopPage.startsWith('moz-extension:') ? `.{0,${limits.urlLength}}` : '';

/** To the stop page, the address behind its `#`. */
export const stop = ({ stopPage, hasAccess }: Stopping): Rule['action'] =>
  hasAccess ? { type: 'redirect', redirect: { regexSubstitution: `${stopPage}#\\0` } } : { type: 'block' };

export const allow = (id: number, priority: number, condition: Condition): Rule => ({
  id,
  priority,
  action: { type: 'allow' },
  condition,
});

/** What is in a rule, as text: browsers give rules back with empty fields, and in an order of their own. */
export function asText(rules: unknown): string {
  return JSON.stringify(rules, (_, value: unknown) =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? (value ?? undefined)
      : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** How IPv6 writes an IPv4 address: mapped, compatible, translated, NAT64 (hostname.ts). */
const inIpv6 = ['::ffff:', '::', '::ffff:0:', '64:ff9b::'];

/** Every spelling of a host that rules tell apart and that leads to the same machine. */
export function hostForms(host: string): string[] {
  if (!IPV4.test(host)) return [host];
  const forms = inIpv6.flatMap((before) => URL.parse(`http://[${before}${host}]`)?.hostname ?? []);
  // Few addresses have a form that is read as something else: `::0.0.0.1` is this machine.
  return [host, ...forms.filter((form) => parseSite(form)?.host === host)];
}

const namesOf = (names: readonly string[]) => ({ requestDomains: names.flatMap(hostForms) });

/** Lets a person through to a host with its sub-domains, and to what it loads from there. */
export const hostProceed = (host: string): Omit<Rule, 'id'>[] =>
  [frames, types].map((kind) => ({
    priority: priorities.proceed,
    action: { type: 'allow' },
    condition: { ...namesOf([host]), ...kind },
  }));

/**
 * A rule that says what others hold, and matches nothing: it is replaced in the same step as they are, so that after a
 * crash, a lost store or lost rules there is never a doubt.
 *
 * @param base digest of the names in the base rule
 * @param now digest of all that is enforced
 */
export function markRule(id: number, base: string, now: string): Rule {
  const requestDomains = [`${base.slice(0, 40)}.base.invalid`, `${now.slice(0, 40)}.now.invalid`];
  return allow(id, priorities.base, { requestDomains, ...frames });
}

/** Whether a rule found in the browser is the mark of this base, or of this whole state. */
export function isMark(
  rule: Pick<Rule, 'condition'> | undefined,
  which: 'base' | 'now',
  digest: string,
): boolean {
  return rule?.condition.requestDomains?.includes(`${digest.slice(0, 40)}.${which}.invalid`) ?? false;
}
