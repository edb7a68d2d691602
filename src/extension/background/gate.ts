import { limits } from '../../core/limits.ts';
import { protection } from '../../core/protected.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import {
  baseRules,
  changeRules,
  difference,
  isCanonical,
  isMark,
  markRule,
  pathRules,
  type Rule,
  ruleIds,
  type Stops,
} from './gate-rules.ts';
import type { Values } from './store.ts';

/*
 * The gate: the browser's own request rules, which stop a listed site before any request to it.
 *
 * All names stand in ONE dynamic rule that redirects to the stop page. Dynamic rules outlive the browser, so a listed
 * site gets no request and the stop page shows right after a start, before the worker has run; no rule is rebuilt then.
 * The redirect names the extension's fixed address. Chromium takes it although the page is accessible under an address
 * that changes with every start only (`use_dynamic_url`), so web pages can not probe for it; a redirect to the changing
 * address is what breaks at the next start. In Firefox the address is of the profile.
 *
 * Measured with 351,000 names, 2 cores (Chromium 156; Firefox 153 in brackets):
 *   base rule set              1.3–2.1 s (2.7–3.0 s), page loads meanwhile 60 ms, longest 0.2–0.3 s (0.2 s)
 *   1,000,000 names            4.1 s, longest page load meanwhile 0.3 s
 *   a small dynamic rule       0.9–1.6 s (0.1 s): Chromium indexes all dynamic rules anew, on a thread of its own
 *   a small session rule       1–20 ms (6 ms): what a person's "proceed" waits for
 *   start with the rule set    no cost seen; a listed site's stop page stands 0.7 s after the program's start
 *   reading one rule back      0.06–0.13 s
 *   the same in a session rule 0.7 s, but the whole browser stands still for 0.35–0.4 s, at every start and change
 */

/** The browser's door for dynamic rules. */
export interface RulesDoor {
  find(id: number): Promise<Pick<Rule, 'condition'> | undefined>;
  /** In one step; ids that are not there may be removed. */
  replace(remove: readonly number[], add: readonly Rule[]): Promise<void>;
  isPatternSupported(rule: Rule): Promise<boolean>;
}

export interface GateDoors {
  readonly rules: RulesDoor;
  readonly values: Values;
  /** The stop page's fixed address. */
  readonly stopPage: string;
  /** Version of the extension: another one may choose and make rules otherwise, and builds them anew. */
  readonly making: string;
}

const baseName = 'gate.base';
const allPaths = Array.from({ length: limits.gatePaths }, (_, i) => ruleIds.firstPath + i);
const small = [ruleIds.come, ruleIds.gone, ruleIds.mark, ...allPaths];

/** Whether the browser holds rules of any list. */
export async function hasGate({ rules }: GateDoors): Promise<boolean> {
  return (await rules.find(ruleIds.mark)) !== undefined;
}

/** Whether the browser's rules enforce the lists of this fingerprint already: then there is nothing to do. */
export async function isGateSet(doors: GateDoors, fingerprint: string): Promise<boolean> {
  const mark = await doors.rules.find(ruleIds.mark);
  return mark !== undefined && isMark(mark, 'now', await stateDigest(doors, fingerprint));
}

/**
 * Makes the browser enforce the lists' stops: by small rules beside the base rule while little changed, else by a new
 * base. Only names that came are asked whether they may be stopped: what is in the base was asked before.
 *
 * @param fingerprint says which lists the stops are of
 * @param ownHosts hosts of the feeds, which are never stopped
 * @returns the keys that are never stopped whatever the lists say
 */
export async function setGate(
  doors: GateDoors,
  stops: Stops,
  fingerprint: string,
  ownHosts: readonly string[],
): Promise<string[]> {
  const { rules, stopPage } = doors;
  const now = await stateDigest(doors, fingerprint);
  const paths = await supported(rules, pathRules(stops.paths.filter(isCanonical), stopPage));
  const base = await presentBase(doors, ownHosts);
  const { come, gone } = difference(base?.names ?? [], stops.names);
  const refused = come.filter((name) => protection(name, ownHosts) !== null);
  const unfit = new Set([...refused, ...come.filter((name) => !isCanonical(name))]);
  const names = unfit.size === 0 ? stops.names : stops.names.filter((name) => !unfit.has(name));
  const changes = { come: come.filter((name) => !unfit.has(name)), gone };
  if (base !== undefined && changes.come.length + gone.length <= limits.gateChanges) {
    const added = [...changeRules(changes, names, stopPage), ...paths, markRule(base.digest, now)];
    await rules.replace(small, added);
  } else await setBase(doors, names, ownHosts, now, paths);
  return refused;
}

async function setBase(
  doors: GateDoors,
  names: readonly string[],
  ownHosts: readonly string[],
  now: string,
  paths: readonly Rule[],
): Promise<void> {
  const text = names.join('\n');
  const mark = markRule(await baseDigest(doors, text, ownHosts), now);
  await doors.rules.replace(
    [ruleIds.base, ruleIds.dot, ...small],
    [...baseRules(names, doors.stopPage), ...paths, mark],
  );
  await doors.values.put(baseName, text);
}

/** The names in the base rule, if the store still knows them and they were chosen by the same measure. */
async function presentBase(doors: GateDoors, ownHosts: readonly string[]) {
  const text = await doors.values.get(baseName);
  const mark = await doors.rules.find(ruleIds.mark);
  if (typeof text !== 'string' || mark === undefined) return undefined;
  const digest = await baseDigest(doors, text, ownHosts);
  return isMark(mark, 'base', digest) ? { names: text === '' ? [] : text.split('\n'), digest } : undefined;
}

const stateDigest = ({ making, stopPage }: GateDoors, fingerprint: string): Promise<string> =>
  digestOf(`${making} ${stopPage} ${fingerprint}`);

const baseDigest = ({ making, stopPage }: GateDoors, text: string, ownHosts: readonly string[]) =>
  digestOf(`${making} ${stopPage} ${ownHosts.join(' ')}\n${text}`);

async function supported(rules: RulesDoor, wanted: readonly Rule[]): Promise<Rule[]> {
  const answers = await Promise.all(wanted.map((rule) => rules.isPatternSupported(rule)));
  return wanted.filter((_, i) => answers[i]);
}

const digestOf = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));
