import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { requireHashes } from './bytes.ts';
import {
  type Metadata,
  type MetaFile,
  parseRoot,
  parseSnapshot,
  parseTargets,
  parseTimestamp,
  type RoleName,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from './metadata.ts';
import { isRotated, requireThreshold } from './signatures.ts';
import type { Trusted } from './trusted.ts';

/**
 * Gets a file of the metadata folder, `2.root.json` say, of at most `maxBytes`. Null: there is none (404 or 403).
 * Rejects with a `BaizeError` of code `length` when it is longer, `network` when there is no answer.
 */
export type FetchFile = (name: string, maxBytes: number) => Promise<Uint8Array | null>;

/** What a client demands beyond the specification. */
export interface Policy {
  /** Longest time from now to an expiry, in milliseconds. Refuses year 9999. */
  readonly longestLife?: Readonly<Record<RoleName, number>>;
  /**
   * What was seen before, also before all state was lost: no older version is taken (attacks.md 42), and no time before
   * `signed`, in milliseconds since 1970, is believed of a clock.
   */
  readonly floor?: { readonly root: number; readonly timestamp: number; readonly signed: number };
}

/** What Baize's feeds live by: a role's longest life, and room for a clock that is behind. */
export const feedPolicy: Policy = {
  longestLife: {
    root: limits.rootExpiry + limits.clockSkew,
    timestamp: limits.timestampExpiry + limits.clockSkew,
    snapshot: limits.snapshotExpiry + limits.clockSkew,
    targets: limits.targetsExpiry + limits.clockSkew,
  },
};

/** One refresh under way. `trusted` grows with every verified step, which is what the specification calls persisting. */
interface Update {
  readonly trusted: Trusted;
  readonly fetchFile: FetchFile;
  /** By this computer's clock. */
  readonly now: number;
  readonly longestLife: Policy['longestLife'];
  /** Lowest timestamp version to take, and when it was signed; void once timestamp keys rotated after the floor was noted. */
  timestampFloor: number;
  signedFloor: number;
  readonly rootFloor: number;
}

type Common = Pick<Root, 'version' | 'expires'>;

/**
 * The client workflow of The Update Framework 1.0, sections 5.2 to 5.6, for the four top-level roles; `now` is the fixed
 * start time of 5.1. Bad metadata is never thrown: `trusted` is how far it got and `error` why it went no further. The
 * input is not changed.
 */
export async function refresh(
  trusted: Trusted,
  fetchFile: FetchFile,
  now: Date,
  policy: Policy = feedPolicy,
): Promise<{ trusted: Trusted; error?: BaizeError }> {
  const update: Update = {
    trusted: { ...trusted },
    fetchFile,
    now: now.getTime(),
    longestLife: policy.longestLife,
    timestampFloor: policy.floor?.timestamp ?? 0,
    signedFloor: policy.floor?.signed ?? 0,
    rootFloor: policy.floor?.root ?? 0,
  };
  try {
    const root = await updateRoot(update);
    const timestamp = await updateTimestamp(update, root);
    const snapshot = await updateSnapshot(update, root, timestamp.meta['snapshot.json']);
    await updateTargets(update, root, snapshot.meta['targets.json']!);
    return { trusted: update.trusted };
  } catch (error) {
    if (error instanceof BaizeError) return { trusted: update.trusted, error };
    throw error;
  }
}

/** Specification 5.2 and 5.3. */
async function updateRoot(update: Update): Promise<Root> {
  let current = parseRoot(update.trusted.root);
  // 5.2 takes the first root as good; its own signatures show at least that it is whole.
  await requireThreshold(current, current.signed, 'root');
  // 5.3.3: no more than this many in one refresh; the next one goes on from there.
  for (let walked = 0; walked < limits.rootsPerRefresh; walked++) {
    const next = current.signed.version + 1;
    const bytes = await get(update, `${next}.root.json`, limits.rootBytes);
    if (!bytes) break;
    const candidate = parseRoot(bytes);
    await requireSuccessor(current.signed, candidate);
    requireSensibleLife(update, 'root', candidate.signed);
    await forgetRotated(update, current.signed, candidate.signed);
    update.trusted.root = bytes; // 5.3.7, 5.3.8
    current = candidate;
  }
  requireFloor('root', current.signed.version, update.rootFloor);
  requireUnexpired(update, 'root', current.signed); // 5.3.10
  return current.signed;
}

/**
 * Checks that `candidate` may follow `current` as root. Its expiry does not matter here (5.3.6).
 *
 * @throws BaizeError `threshold`, `rollback` or `format`
 */
export async function requireSuccessor(current: Root, candidate: Metadata<Root>): Promise<void> {
  await requireThreshold(candidate, current, 'root'); // 5.3.4 (1)
  await requireThreshold(candidate, candidate.signed, 'root'); // 5.3.4 (2)
  requireVersion('root', candidate.signed.version, current.version + 1); // 5.3.5
}

/**
 * Specification 5.3.11, done at each step instead of at the end, so that neither an expired last root nor a key that left
 * and came back lets fast-forwarded versions stay.
 */
async function forgetRotated(update: Update, current: Root, next: Root): Promise<void> {
  const rotated =
    (await isRotated(current, next, 'timestamp')) || (await isRotated(current, next, 'snapshot'));
  if (!rotated) return;
  delete update.trusted.timestamp;
  delete update.trusted.snapshot;
  if (next.version > update.rootFloor) update.timestampFloor = update.signedFloor = 0;
}

/** Specification 5.4. */
async function updateTimestamp(update: Update, root: Root): Promise<Timestamp> {
  const held = await stillTrusted(update, root, 'timestamp', parseTimestamp);
  const bytes = await getOrFail(update, 'timestamp.json', limits.timestampBytes); // 5.4.1
  const fresh = parseTimestamp(bytes);
  await requireThreshold(fresh, root, 'timestamp'); // 5.4.2
  const { signed } = fresh;
  requireFloor('timestamp', signed.version, update.timestampFloor);
  if (held) {
    requireFloor('timestamp', signed.version, held.version); // 5.4.3.1
    if (signed.version === held.version) {
      // 5.4.3.1: the one already trusted stays, whatever the new one says. Going on completes a refresh that broke off.
      requireUnexpired(update, 'timestamp', held);
      return held;
    }
    requireFloor('snapshot', signed.meta['snapshot.json'].version, held.meta['snapshot.json'].version); // 5.4.3.2
  }
  requireUnexpired(update, 'timestamp', signed); // 5.4.4
  requireSensibleLife(update, 'timestamp', signed);
  update.trusted.timestamp = bytes; // 5.4.5
  return signed;
}

/** Specification 5.5. */
async function updateSnapshot(update: Update, root: Root, listed: MetaFile): Promise<Snapshot> {
  const held = await stillTrusted(update, root, 'snapshot', parseSnapshot);
  if (held?.version === listed.version && !isExpired(update, held)) return held;
  if (held) requireFloor('snapshot', listed.version, held.version);
  const bytes = await getListed(update, root, 'snapshot', listed, limits.snapshotBytes); // 5.5.1, 5.5.2
  const fresh = parseSnapshot(bytes);
  await requireThreshold(fresh, root, 'snapshot'); // 5.5.3
  requireVersion('snapshot', fresh.signed.version, listed.version); // 5.5.4
  if (held) requireNoRollback(held, fresh.signed); // 5.5.5
  requireUnexpired(update, 'snapshot', fresh.signed); // 5.5.6
  requireSensibleLife(update, 'snapshot', fresh.signed);
  update.trusted.snapshot = bytes; // 5.5.7
  return fresh.signed;
}

/** Specification 5.5.5: no targets file's version goes down, and none disappears. */
function requireNoRollback(held: Snapshot, fresh: Snapshot): void {
  for (const [name, { version }] of Object.entries(held.meta)) {
    requireFloor(name, Object.hasOwn(fresh.meta, name) ? fresh.meta[name]!.version : 0, version);
  }
}

/** Specification 5.6.1 to 5.6.6. */
async function updateTargets(update: Update, root: Root, listed: MetaFile): Promise<Targets> {
  const held = await stillTrusted(update, root, 'targets', parseTargets);
  if (held?.version === listed.version && !isExpired(update, held)) return held;
  const bytes = await getListed(update, root, 'targets', listed, limits.targetsBytes); // 5.6.1, 5.6.2
  const fresh = parseTargets(bytes);
  await requireThreshold(fresh, root, 'targets'); // 5.6.3
  requireVersion('targets', fresh.signed.version, listed.version); // 5.6.4
  requireUnexpired(update, 'targets', fresh.signed); // 5.6.5
  requireSensibleLife(update, 'targets', fresh.signed);
  update.trusted.targets = bytes; // 5.6.6
  return fresh.signed;
}

/**
 * The stored file of a role if the trusted root still vouches for it, expired or not. A timestamp or snapshot it does not
 * vouch for is forgotten (5.3.11); targets stay until new ones come, because the list in force rests on them.
 */
async function stillTrusted<T>(
  { trusted }: Update,
  root: Root,
  role: Exclude<RoleName, 'root'>,
  parse: (bytes: Uint8Array) => Metadata<T>,
): Promise<T | undefined> {
  const bytes = trusted[role];
  if (!bytes) return undefined;
  try {
    const held = parse(bytes);
    await requireThreshold(held, root, role);
    return held.signed;
  } catch (error) {
    if (!(error instanceof BaizeError)) throw error;
    if (role !== 'targets') delete trusted[role];
    return undefined;
  }
}

/** Fetches a file that snapshot or timestamp lists: named after its version where root says so, then length and digests. */
async function getListed(
  update: Update,
  root: Root,
  role: 'snapshot' | 'targets',
  listed: MetaFile,
  cap: number,
): Promise<Uint8Array> {
  const name = root.consistent_snapshot ? `${listed.version}.${role}.json` : `${role}.json`; // 6.2
  if ((listed.length ?? 0) > cap)
    throw new BaizeError('length', `${name} is listed as longer than ${cap} bytes.`);
  const bytes = await getOrFail(update, name, listed.length ?? cap);
  if (listed.length !== undefined && bytes.length !== listed.length) {
    throw new BaizeError('length', `${name} has ${bytes.length} bytes where ${listed.length} were signed.`);
  }
  if (listed.hashes) await requireHashes(name, bytes, listed.hashes);
  return bytes;
}

async function getOrFail(update: Update, name: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await get(update, name, maxBytes);
  if (!bytes) throw new BaizeError('missing', `The feed has no ${name}.`);
  return bytes;
}

async function get({ fetchFile }: Update, name: string, maxBytes: number): Promise<Uint8Array | null> {
  let bytes: Uint8Array | null;
  try {
    bytes = await fetchFile(name, maxBytes);
  } catch (cause) {
    if (cause instanceof BaizeError) throw cause;
    throw new BaizeError('network', `${name} could not be fetched.`, { cause });
  }
  if (bytes && bytes.length > maxBytes)
    throw new BaizeError('length', `${name} is longer than ${maxBytes} bytes.`);
  return bytes;
}

function requireVersion(what: string, version: number, expected: number): void {
  if (version === expected) return;
  const code = version < expected ? 'rollback' : 'format';
  throw new BaizeError(code, `The ${what} metadata has version ${version} where ${expected} was expected.`);
}

function requireFloor(what: string, version: number, floor: number): void {
  if (version < floor)
    throw new BaizeError('rollback', `The ${what} version ${version} is older than ${floor}.`);
}

/** A clock that is behind what was signed already reads too little: what had run out by then has run out. */
function isExpired({ now, signedFloor }: Update, { expires }: Common): boolean {
  return Date.parse(expires) <= Math.max(now, signedFloor);
}

function requireUnexpired(update: Update, role: RoleName, signed: Common): void {
  if (isExpired(update, signed)) {
    throw new BaizeError('expired', `The ${role} metadata expired at ${signed.expires}.`);
  }
}

function requireSensibleLife(update: Update, role: RoleName, { expires }: Common): void {
  const { longestLife } = update;
  if (longestLife && Date.parse(expires) > leastTime(update) + longestLife[role]) {
    throw new BaizeError(
      'format',
      `The ${role} metadata would last until ${expires}. Is this computer's clock right?`,
    );
  }
}

/**
 * What time it is at least. Nothing is taken that was signed more than `clockSkew` ahead of the clock, so one that is
 * further behind than that was set back, and does not count. Else it does: who signs times ahead could go on from each
 * to the next, and a browser whose clock is right would believe none of the honest ones after that.
 */
function leastTime({ now, signedFloor }: Update): number {
  return signedFloor - now > limits.clockSkew ? signedFloor : now;
}
