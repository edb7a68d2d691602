import * as z from 'zod/mini';
import { hostAndParents } from '../../core/hostname.ts';
import { limits } from '../../core/limits.ts';
import { protection } from '../../core/protected.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import { numbered, type PathGroup, type PatternDoor, pathRules } from './gate-paths.ts';
import {
  asText,
  changeRules,
  covers,
  difference,
  dotRule,
  frameBase,
  isCanonical,
  isMark,
  markRule,
  type Rule,
  ruleIds,
  type Stopping,
  type Stops,
  typeBase,
} from './gate-rules.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

/*
 * The gate: the browser's own request rules, which stop a listed site before any request to it.
 *
 * All names stand in one dynamic rule that redirects pages and frames to the stop page, and in a second that blocks all
 * else: scripts, pictures, sockets. Dynamic rules outlive the browser; no rule is rebuilt at its start. (Chromium
 * opens the page that it is started with before it has read any: page/first-page.ts.) The redirect
 * names the extension's fixed address. Chromium takes it although the page is accessible under an address that changes
 * with every start only (`use_dynamic_url`), so web pages cannot probe for it; a redirect to the changing address is
 * what breaks at the next start. In Firefox the address is of the profile.
 *
 * Names of frames, names of all else, and paths are set in calls of their own, in this order: what the browser refuses
 * costs nothing but itself, and is left to the guard. What the browser then holds is read back and compared.
 *
 * docs/benchmarks.md has what each step takes with 351,000 names. Page loads go on meanwhile. The same names in a session
 * rule make all of Chromium stand still for 0.4 s, at every start and change.
 */

/** The browser's door for dynamic rules. */
export interface RulesDoor extends PatternDoor {
  /** The rules with these ids, or all of them. */
  read(ids?: readonly number[]): Promise<readonly Rule[]>;
  /** In one step, all or nothing; ids that are not there may be removed. */
  replace(remove: readonly number[], add: readonly Rule[]): Promise<void>;
}

export interface GateDoors extends Stopping {
  readonly rules: RulesDoor;
  readonly values: Values;
  /** Version of the extension: another one may choose and make rules otherwise, and builds them anew. */
  readonly making: string;
}

/** What the browser was told to hold, and what it did not take. */
export interface Held {
  /** Digests: of all that is enforced, of the names in the base rules, of all other rules. */
  readonly state: string;
  readonly base: string;
  readonly small: string;
  /** Ids of these other rules. */
  readonly ids: readonly number[];
  readonly names: number;
  /** How many listed paths and names are left to the guard. */
  readonly left: number;
  /** Keys that are never stopped whatever the lists say, at most 20 of them. */
  readonly ignored: readonly string[];
}

const baseName = 'gate.base';
const heldName = 'gate.held';
const heldShape = z.object({
  ...{ state: z.string(), base: z.string(), small: z.string() },
  ids: z.array(z.number()),
  ...{ names: z.number(), left: z.number() },
  ignored: z.array(z.string()),
});

const { frames, types, pathsMark, scratch } = ruleIds;
const baseIds: readonly number[] = [frames.base, types.base];
const changeIds = [frames, types].flatMap(({ come, gone, mark }) => [come, gone, mark]);
const pathIds = [
  pathsMark,
  ...Array.from({ length: limits.gatePathRules + limits.gateSharedRules }, (_, i) => ruleIds.firstPath + i),
];

/** Whether the browser holds rules of any list. */
export async function hasGate({ rules }: GateDoors): Promise<boolean> {
  return (await rules.read([frames.mark])).length > 0;
}

/** What the browser was last told to hold; undefined when that is not known. */
export const heldOf = ({ values }: Pick<GateDoors, 'values'>): Promise<Held | undefined> =>
  storedAs(values, heldName, heldShape);

/** Whether the browser's rules enforce the lists of this fingerprint already, as their marks say. */
export async function isGateSet(doors: GateDoors, fingerprint: string): Promise<boolean> {
  const state = await stateDigest(doors, fingerprint);
  if ((await heldOf(doors))?.state !== state) return false;
  const marks = await doors.rules.read([frames.mark, types.mark]);
  return marks.length === 2 && marks.every((mark) => isMark(mark, 'now', state));
}

/**
 * Makes the browser enforce the lists' stops: by small rules beside the base rules while little changed, else by new
 * ones. Only names that came are asked whether they may be stopped: what is in the base was asked before.
 *
 * @param fingerprint says which lists the stops are of
 * @param ownHosts hosts of the feeds, which are never stopped
 * @param anew whatever the browser holds: it is not what it was told
 * @throws when the browser does not take the rules of the names at all
 */
export async function setGate(
  doors: GateDoors,
  stops: Stops,
  fingerprint: string,
  ownHosts: readonly string[],
  anew = false,
): Promise<Held> {
  const state = await stateDigest(doors, fingerprint);
  if (anew) await removeForeign(doors);
  const base = anew ? undefined : await presentBase(doors, ownHosts);
  // Names of a base that stopped otherwise were asked about as well: with 351,000 of them that is a second less in which
  // nothing is stopped, when access was taken away.
  const other = { ...doors, hasAccess: !doors.hasAccess };
  const known = base ?? (anew ? undefined : await presentBase(other, ownHosts));
  const { come, gone } = difference(known?.names ?? [], stops.names);
  const ignored = come.filter((name) => protection(name, ownHosts) !== null);
  const unfit = new Set([...ignored, ...come.filter((name) => !isCanonical(name))]);
  const names = unfit.size === 0 ? stops.names : stops.names.filter((name) => !unfit.has(name));
  const paths = stops.paths.filter((key) => isCanonical(key) && !covers(names, hostOf(key)));
  const changes = { come: come.filter((name) => !unfit.has(name)), gone };
  const isSmall = come.length + gone.length <= limits.gateChanges && !letsThrough(gone, paths);
  const named =
    base !== undefined && isSmall
      ? await setChanges(doors, changeRules(changes, names, doors), base.digest, state)
      : await setBase(doors, names, ownHosts, state);
  const pathed = await setPaths(doors, paths, anew);
  const small = [...named.rules, ...pathed.rules].filter(({ id }) => !baseIds.includes(id));
  const held: Held = {
    ...{ state, base: named.base, small: await digestOf(textOf(small)), ids: small.map(({ id }) => id) },
    ...{ names: names.length, left: named.refused + pathed.left },
    ignored: ignored.slice(0, limits.ignoredShown),
  };
  await doors.values.put(heldName, held);
  return held;
}

/**
 * Whether the browser holds what it was told, read back from it.
 *
 * @param whole all rules, the big ones name by name; else all but these
 */
export async function isHeld(doors: GateDoors, whole: boolean): Promise<boolean> {
  const held = await heldOf(doors);
  if (held === undefined) return false;
  const found = await doors.rules.read(whole ? undefined : held.ids);
  const small = found.filter(({ id }) => !baseIds.includes(id));
  if ((await digestOf(textOf(small))) !== held.small) return false;
  if (!whole) return true;
  const names = namesIn(await doors.values.get(baseName));
  const wanted = [...frameBase(names, doors), ...typeBase(names)];
  const bases = (rules: readonly Rule[]) => textOf(rules.filter(({ id }) => baseIds.includes(id)));
  return bases(found) === bases(wanted);
}

/** Names that are let through since the base was set would let the paths of their hosts through. */
function letsThrough(gone: readonly string[], paths: readonly string[]): boolean {
  return paths.some((key) => hostAndParents(hostOf(key)).some((host) => gone.includes(host)));
}

/** What a step set, beside the base rules; the digest of their names; how many names the browser refused. */
interface Named {
  readonly rules: readonly Rule[];
  readonly base: string;
  readonly refused: number;
}

async function setChanges(
  doors: GateDoors,
  changes: readonly Rule[],
  base: string,
  state: string,
): Promise<Named> {
  const rules = [...changes, markRule(frames.mark, base, state), markRule(types.mark, base, state)];
  await doors.rules.replace(changeIds, rules);
  return { rules: [...rules, dotRule], base, refused: 0 };
}

async function setBase(
  doors: GateDoors,
  names: readonly string[],
  ownHosts: readonly string[],
  state: string,
): Promise<Named> {
  try {
    return await setNames(doors, names, ownHosts, state);
  } catch (error) {
    const refused = new Set(await refusedNames(doors, names));
    if (refused.size === 0) throw error;
    const taken = names.filter((name) => !refused.has(name));
    return { ...(await setNames(doors, taken, ownHosts, state)), refused: refused.size };
  }
}

/** New base rules: the frames first, so that nothing is cut out of pages of sites that are not stopped yet. */
async function setNames(
  doors: GateDoors,
  names: readonly string[],
  ownHosts: readonly string[],
  state: string,
): Promise<Named> {
  const text = names.join('\n');
  const base = await baseDigest(doors, text, ownHosts);
  const forFrames = [...frameBase(names, doors), markRule(frames.mark, base, state)];
  const forTypes = [...typeBase(names), markRule(types.mark, base, state)];
  await doors.rules.replace([...Object.values(frames), dotRule.id], forFrames);
  await doors.values.put(baseName, text);
  await doors.rules.replace(Object.values(types), forTypes);
  return { rules: [...forFrames, ...forTypes], base, refused: 0 };
}

async function refusedNames({ rules }: GateDoors, names: readonly string[]): Promise<string[]> {
  const set = (some: readonly string[]) =>
    rules.replace(
      [scratch],
      typeBase(some).map((rule) => ({ ...rule, id: scratch })),
    );
  try {
    return await refusedOf(names, set);
  } finally {
    await rules.replace([scratch], []);
  }
}

/** Sets the rules of the paths where they are others than the browser holds. @returns them, and how many are left out */
async function setPaths(doors: GateDoors, keys: readonly string[], anew: boolean) {
  const { groups, left } = await pathRules(doors.rules, keys, doors);
  const marked = async (some: readonly PathGroup[]) => {
    const rules = numbered(some, doors);
    const digest = await digestOf(textOf(rules));
    return { digest, rules: [...rules, markRule(pathsMark, digest, digest)] };
  };
  const set = async (some: readonly PathGroup[]) => doors.rules.replace(pathIds, (await marked(some)).rules);
  const wanted = await marked(groups);
  const [mark] = await doors.rules.read([pathsMark]);
  if (!anew && isMark(mark, 'now', wanted.digest)) return { rules: wanted.rules, left: left.length };
  const refused = new Set(await refusedOf(groups, set));
  const taken = groups.filter((group) => !refused.has(group));
  if (refused.size > 0) await set(taken);
  return { rules: (await marked(taken)).rules, left: left.length + refused.size };
}

/**
 * Which of some things the browser refuses: all at once where it takes them, else found by halves.
 *
 * @throws the browser's error when it refuses so often that they cannot be the reason
 */
async function refusedOf<T>(all: readonly T[], set: (some: readonly T[]) => Promise<void>): Promise<T[]> {
  let tries = 0;
  const look = async (some: readonly T[]): Promise<T[]> => {
    try {
      await set(some);
      return [];
    } catch (error) {
      tries += 1;
      if (some.length === 0 || tries > limits.gateTries) throw error;
      if (some.length === 1) return [...some];
      const half = some.length >>> 1;
      return [...(await look(some.slice(0, half))), ...(await look(some.slice(half)))];
    }
  };
  return look(all);
}

/** Rules that are not the gate's would let through what it stops. */
async function removeForeign({ rules }: GateDoors): Promise<void> {
  const own = new Set([...baseIds, ...changeIds, dotRule.id, ...pathIds]);
  const foreign = (await rules.read()).flatMap(({ id }) => (own.has(id) ? [] : id));
  if (foreign.length > 0) await rules.replace(foreign, []);
}

/** The names in the base rules, if the store still knows them and they were chosen by the same measure. */
async function presentBase(doors: GateDoors, ownHosts: readonly string[]) {
  const text = await doors.values.get(baseName).catch(() => undefined);
  const marks = await doors.rules.read([frames.mark, types.mark]);
  if (typeof text !== 'string' || marks.length < 2) return undefined;
  const digest = await baseDigest(doors, text, ownHosts);
  return marks.every((mark) => isMark(mark, 'base', digest)) ? { names: namesIn(text), digest } : undefined;
}

const namesIn = (text: unknown): string[] =>
  typeof text === 'string' && text !== '' ? text.split('\n') : [];

const hostOf = (key: string): string => key.slice(0, key.indexOf('/'));

const textOf = (rules: readonly Rule[]): string => asText([...rules].sort((a, b) => a.id - b.id));

const stateDigest = ({ making, stopPage, hasAccess }: GateDoors, fingerprint: string): Promise<string> =>
  digestOf(`${making} ${stopPage} ${hasAccess} ${fingerprint}`);

const baseDigest = ({ making, stopPage, hasAccess }: GateDoors, text: string, ownHosts: readonly string[]) =>
  digestOf(`${making} ${stopPage} ${hasAccess} ${ownHosts.join(' ')}\n${text}`);

const digestOf = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));
