import { parseSite } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import {
  allow,
  type Condition,
  carried,
  frames,
  hostForms,
  priorities,
  type Rule,
  ruleIds,
  type Stopping,
  stop,
  types,
} from './gate-rules.ts';

/*
 * Rules for listed paths. A pattern says best what a key covers, other spellings of the path too; but Chromium refuses a
 * pattern that takes more than 2 kB when compiled, which is a key of some 70 characters: every CIDv1 path, every Google
 * form. Such a path is told by its literal text (`urlFilter`), which has no such bound, in more and simpler rules.
 *
 * A literal rule cannot carry the address to the stop page. So it sends the request to a name under `.invalid`, which
 * leads nowhere (RFC 6761), and a pattern that fits every such name brings it to the stop page from there, before
 * anything is asked of a network. Chromium 156 and Firefox 153 do both steps before the first byte.
 */

/** What is asked of the browser about a pattern. */
export interface PatternDoor {
  /** @param isSent whether the rule puts what it matched into another address, which takes more memory */
  isPatternSupported(condition: Condition, isSent: boolean): Promise<boolean>;
}

/** How a path can be told: by a pattern, or by its literal text. */
type Told = { readonly pattern: Condition } | { readonly literal: readonly Condition[] };

const nowhere = 'listed-path.invalid';

/** The rules of the listed paths that fit, and the keys that are left to the guard. */
export interface PathRules {
  readonly groups: readonly PathGroup[];
  readonly left: readonly string[];
}

/** The rules of one key: the browser gets all of them or none. Their ids are given when they are set. */
export interface PathGroup {
  readonly key: string;
  readonly rules: readonly Omit<Rule, 'id'>[];
}

/** Rules for listed paths, as many as browsers take. */
export async function pathRules(
  door: PatternDoor,
  keys: readonly string[],
  stopping: Stopping,
): Promise<PathRules> {
  const ways = await Promise.all(keys.map((key) => tell(door, key, stopping.hasAccess)));
  // What is loaded from a listed path is stopped, too, where there is room for twice the patterns.
  const withTypes = 2 * ways.filter((way) => way !== null && 'pattern' in way).length <= limits.gatePatterns;
  const groups: PathGroup[] = [];
  const left: string[] = [];
  let patterns = 0;
  let count = 0;
  for (const [i, key] of keys.entries()) {
    const way = ways[i] ?? null;
    const rules = way === null ? [] : rulesOf(key, way, stopping, withTypes);
    patterns += rules.filter(({ condition }) => condition.regexFilter !== undefined).length;
    count += rules.length;
    const fits = patterns <= limits.gatePatterns && count <= limits.gatePathRules;
    if (rules.length > 0 && fits) groups.push({ key, rules });
    else left.push(key);
  }
  return { groups, left };
}

/** All rules of some groups, with their ids: those of the keys, and those that literal paths share. */
export function numbered(groups: readonly PathGroup[], stopping: Stopping): Rule[] {
  const literal = groups.filter(({ rules }) => rules.some(isLiteral));
  const hosts = [...new Set(literal.map(({ key }) => hostOf(key)))];
  const own = groups.flatMap(({ key, rules }) => rules.map((rule) => besideOthers(rule, hostOf(key), hosts)));
  const shared = hosts.length === 0 ? [] : sharedRules(hosts, stopping);
  return [...shared, ...own].map((rule, i) => ({ id: ruleIds.firstPath + i, ...rule }));
}

/** A literal path is not that of a sub-domain which has literal paths of its own, and so is not let through as a whole. */
function besideOthers(rule: Omit<Rule, 'id'>, host: string, hosts: readonly string[]): Omit<Rule, 'id'> {
  const below = hosts.filter((other) => other.endsWith(`.${host}`));
  if (below.length === 0 || !isLiteral(rule)) return rule;
  return { ...rule, condition: { ...rule.condition, excludedRequestDomains: below } };
}

const isLiteral = ({ priority }: Pick<Rule, 'priority'>): boolean => priority === priorities.literal;

/** Lets a person through to a listed path, and to what is loaded from there; none where no rule can tell it. */
export async function pathProceed(door: PatternDoor, key: string): Promise<Omit<Rule, 'id'>[]> {
  const way = await tell(door, key, false);
  if (way === null) return [];
  const conditions = 'pattern' in way ? [way.pattern] : way.literal;
  return conditions.flatMap((condition) =>
    [frames, types].map((kind) => ({
      priority: priorities.proceed,
      action: { type: 'allow' as const },
      condition: { ...condition, ...kind },
    })),
  );
}

/** The richest way that the browser takes to tell what a key covers; null when it takes none. */
async function tell(door: PatternDoor, key: string, isSent: boolean): Promise<Told | null> {
  for (const pattern of patternsOf(key)) {
    if (await door.isPatternSupported(pattern, isSent)) return { pattern };
  }
  const literal = literalsOf(key);
  return literal === null ? null : { literal };
}

function rulesOf(key: string, way: Told, stopping: Stopping, withTypes: boolean): Omit<Rule, 'id'>[] {
  if ('pattern' in way) {
    const { pattern } = way;
    const regexFilter = `${pattern.regexFilter}${carried(stopping)}`;
    const kinds: Omit<Rule, 'id' | 'priority'>[] = [
      { action: stop(stopping), condition: { ...pattern, regexFilter, ...frames } },
    ];
    if (withTypes) kinds.push({ action: { type: 'block' }, condition: { ...pattern, ...types } });
    return kinds.map((kind) => ({ priority: priorities.come, ...kind }));
  }
  const host = hostOf(key);
  const away: Rule['action'] = stopping.hasAccess
    ? { type: 'redirect', redirect: { transform: { host: `${host}.${nowhere}` } } }
    : { type: 'block' };
  const rules = way.literal.map((condition) => ({
    priority: priorities.literal,
    action: away,
    condition: { ...condition, ...frames },
  }));
  // `host:8080/other?to=/path`: what follows the port's `*` may hold the path, and be another page.
  const besides = literalForms(key.slice(host.length)).map((path) => {
    const urlFilter = `||${host}:*/*${path}`;
    const condition = { urlFilter, isUrlFilterCaseSensitive: true, ...frames };
    return withoutId(allow(0, priorities.besideLiteral, condition));
  });
  return [...rules, ...besides];
}

/**
 * What literal paths share: the way from nowhere to the stop page; and sub-domains of their hosts are let through, which
 * the literal text cannot tell from the host itself. One rule for the hosts of each number of labels.
 */
function sharedRules(hosts: readonly string[], stopping: Stopping): Omit<Rule, 'id'>[] {
  const regexFilter = `^(https?://[^/]*)\\.${nowhere.replace('.', '\\.')}(.*)`;
  const arrived: Omit<Rule, 'id'> = {
    priority: priorities.come,
    action: { type: 'redirect', redirect: { regexSubstitution: `${stopping.stopPage}#\\1\\2` } },
    condition: { regexFilter, requestDomains: [nowhere], ...frames },
  };
  const own = [...hosts, ...hosts.map((host) => `www.${host}`)];
  const names = hosts.filter((host) => /[a-z][^.]*$/.test(host));
  const counts = [...new Set(names.map(labels))];
  const besides = counts.map((count) => {
    const requestDomains = names.filter((host) => labels(host) === count);
    const excludedRequestDomains = own.filter((host) => requestDomains.some((up) => host.endsWith(`.${up}`)));
    const condition = { ...longer(count), requestDomains, excludedRequestDomains, ...frames };
    return withoutId(allow(0, priorities.besideLiteral, condition));
  });
  return [...(stopping.hasAccess ? [arrived] : []), ...besides];
}

const labels = (host: string): number => host.split('.').length;

/** A host of more than so many labels. */
const longer = (count: number) => ({
  regexFilter: `^https?://(?:[^/]*@)?(?:[^/@.:]+\\.){${count},}[^/@.:]+\\.?(?::[0-9]+)?/`,
});

const withoutId = ({ id: _, ...rule }: Rule): Omit<Rule, 'id'> => rule;

const hostOf = (key: string): string => key.slice(0, key.indexOf('/'));

/**
 * Patterns for what a key `host/path` covers, the richest first: that host, with or without `www.`, that path and what
 * lies below it. The first takes every spelling of the path that leads to the same key (`canonicalPath` in
 * core/hostname.ts); the second leaves out escaped letters and digits, which no program writes; the third all needless
 * escapes; the last takes the key's own spelling alone.
 */
function patternsOf(key: string): Condition[] {
  const host = hostOf(key);
  const path = key.slice(host.length);
  const forms = hostForms(host).map(quoted);
  const anyForm = forms.length === 1 ? forms[0]! : `(?:${forms.join('|')})`;
  const spelled = (one: (char: string) => string) =>
    path.replace(PIECES, (piece, sign) =>
      sign ? '(?:%25|%)' : piece.length === 1 ? one(piece) : anyCase(piece),
    );
  return [
    pattern(anyForm, spelled(anyway)),
    pattern(
      anyForm,
      spelled((char) => (/[A-Za-z0-9]/.test(char) ? char : anyway(char))),
    ),
    pattern(anyForm, spelled(bare)),
    pattern(forms[0]!, quoted(path)),
  ];
}

/** A per cent sign that begins no escape, and so may stand for itself; an escape; a character. */
const PIECES = /(%25(?![0-9A-Fa-f]{2}))|%[0-9A-F]{2}|./g;

function pattern(host: string, path: string): Condition {
  const before = '^https?://(?:[^/?#]*@)?(?:www\\.)?';
  return {
    regexFilter: `${before}${host}\\.?(?::[0-9]+)?${path}(?:[/?#]|$)`,
    isUrlFilterCaseSensitive: true,
  };
}

/** A slash may be doubled. */
const bare = (char: string): string => (char === '/' ? '/+' : quoted(char));

/** A character that may stand for itself, or escaped. */
const anyway = (char: string): string =>
  char === '/' ? '/+' : `(?:${quoted(char)}|${anyCase(encoded(char))})`;

const encoded = (char: string): string =>
  `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** An escape in capital or small letters; browsers leave some characters as they are that a key holds escaped. */
function anyCase(code: string): string {
  const digits = code.replace(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`);
  const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return /[|[\]^"'<>`{}\\]/.test(char) && char !== "'" ? `(?:${digits}|${quoted(char)})` : digits;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * A path as literal rules tell it: with its escapes in capital letters, in small ones, with what browsers leave as it is,
 * and as programs escape a part of an address (`encodeURIComponent`). All other spellings would be too many.
 */
function literalForms(path: string): string[] {
  const small = path.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const bare = path.replace(PIECES, (piece, sign) => (sign ? '%' : (left[piece] ?? piece)));
  const parts = path.replace(/[$&+,:;=@]/g, encodeURIComponent);
  return [...new Set([path, small, bare, parts])];
}

const left: Readonly<Record<string, string>> = { '%5B': '[', '%5D': ']' };

/**
 * The literal texts of what a key covers: up to its end, or to what may follow; with a port or without. Null for a key
 * that holds what a literal rule does not read as it stands, or whose host could not be sent nowhere.
 */
function literalsOf(key: string): Condition[] | null {
  const host = hostOf(key);
  const away = parseSite(`${host}.${nowhere}`);
  if (/[*^|]/.test(key) || host.startsWith('[') || away === null) return null;
  if (away.host.length > limits.hostLength) return null;
  const starts = literalForms(key.slice(host.length)).flatMap((path) => [
    `||${host}${path}`,
    `||${host}:*${path}`,
  ]);
  const ends = ['|', '/', '?', '#'];
  return starts.flatMap((start) =>
    ends.map((end) => ({ urlFilter: `${start}${end}`, isUrlFilterCaseSensitive: true })),
  );
}
