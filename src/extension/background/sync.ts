import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { List } from '../../core/list.ts';
import {
  allianceDigest,
  fetchAlliance,
  fetchDelta,
  fetchList,
  type GetFile,
  metadataOf,
  requireNamedAlliance,
  requireSane,
  stateOf,
} from '../../core/release.ts';
import { feedPolicy, refresh } from '../../core/tuf/refresh.ts';
import { openTrusted, type Trusted } from '../../core/tuf/trusted.ts';
import type { Evidence } from '../messages.ts';
import { followLog } from './follow-log.ts';
import { type Fetch, getFrom } from './network.ts';
import type { FeedRecord, FeedStore, Floor, LogSeen } from './store.ts';
import { loadList, storedList } from './stored-list.ts';

/** All that a sync touches outside itself. */
export interface SyncDoors {
  readonly store: FeedStore;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly floor: (feed: string) => Promise<Floor | undefined>;
  readonly raiseFloor: (feed: string, floor: Floor) => Promise<void>;
  readonly keepEvidence: (feed: string, evidence: Evidence) => Promise<void>;
}

/** `changed`: another list is in force now. `failed`: nothing changed but the noted error. */
export type Outcome = 'changed' | 'same' | 'failed';

/** What one mirror gave. `text` is null when the list is the one at hand. */
interface Taken {
  readonly trusted: Trusted;
  readonly text: Uint8Array<ArrayBuffer> | null;
  readonly alliance: FeedRecord['alliance'];
  readonly log: LogSeen;
  /** The mirror's delta was broken: the whole list had to be fetched. */
  readonly faulty: boolean;
}

/** Without allowance for clocks that differ, every fresh release would look as if it came from the future. */
const clockTolerance = limits.pollInterval;

/**
 * Looks for a new release of a feed, at its addresses in random order, and puts it in force in one transaction when it
 * is verified (protocol, "The browser's side", 1 to 3, 5 and 6). Whatever fails leaves the old list in force.
 */
export async function syncFeed(feed: string, doors: SyncDoors): Promise<Outcome> {
  const record = await doors.store.feed(feed);
  if (record === undefined) return 'failed';
  const round: Round = { doors, record, faulty: [], fullLists: record.fullLists, suspects: [] };
  try {
    await requireClock(round);
    return await commit(round, await fromAnyMirror(round));
  } catch (error) {
    if (!(error instanceof BaizeError)) throw error;
    await noteFailure(round, error);
    return 'failed';
  }
}

/** One sync under way. */
interface Round {
  readonly doors: SyncDoors;
  record: FeedRecord;
  readonly faulty: string[];
  fullLists: readonly number[];
  /** From each mirror by whose files the release is not in the log. */
  readonly suspects: Evidence[];
}

/** When the newest release was signed, as its timestamp tells: a publisher writes the longest life there is. */
export function signedTime(trusted: Trusted): number | null {
  const { timestamp } = openTrusted(trusted);
  return timestamp === undefined ? null : Date.parse(timestamp.expires) - limits.timestampExpiry;
}

async function requireClock({ doors, record }: Round): Promise<void> {
  const seen = (await doors.floor(record.feed))?.signed ?? 0;
  const newest = Math.max(seen, signedTime(record.trusted) ?? 0);
  if (doors.now() + clockTolerance >= newest) return;
  const message = `This computer's clock is behind: a release was signed ${new Date(newest).toISOString()}. Check your clock.`;
  throw new BaizeError('expired', message);
}

/** The first mirror that holds what it should; throws what the last one did wrong. */
async function fromAnyMirror(round: Round): Promise<Taken> {
  let last = new BaizeError('network', 'The feed has no address.');
  for (const address of mirrors(round)) {
    try {
      const taken = await fromMirror(round, getFrom(address, round.doors.fetch));
      if (taken.faulty) round.faulty.push(address);
      return taken;
    } catch (error) {
      if (!(error instanceof BaizeError)) throw error;
      round.faulty.push(address);
      last = error;
    }
  }
  // One mirror may serve a wrong proof; when all do, the release's signers are in question.
  const [suspect, ...others] = round.suspects;
  if (suspect !== undefined && others.length + 1 === mirrors(round).length)
    await keepEvidence(round, suspect);
  throw last;
}

function keepEvidence({ doors, record }: Round, evidence: Evidence): Promise<void> {
  return doors.keepEvidence(record.feed, evidence);
}

/** Every address of the feed once, in random order, those that failed last time at the end. */
function mirrors({ record, doors }: Round): string[] {
  const order = (address: string) => doors.random() + (record.faulty.includes(address) ? 1 : 0);
  return addressesOf(record)
    .map((address) => ({ address, order: order(address) }))
    .sort((a, b) => a.order - b.order)
    .map(({ address }) => address);
}

/** Where a feed may lie: the address the package was built for, then those that the alliance signed. */
export function addressesOf({ feed, alliance }: FeedRecord): string[] {
  return [...new Set([feed, ...alliance.addresses])];
}

async function fromMirror(round: Round, get: GetFile): Promise<Taken> {
  const trusted = await refreshed(round, get);
  const { record } = round;
  const isNew = stateOf(trusted).sha256 !== stateOf(record.trusted).sha256;
  const newList = isNew ? await newText(round, get, trusted) : { text: null, faulty: false };
  const sameAlliance = allianceDigest(trusted) === allianceDigest(record.trusted);
  const alliance = sameAlliance ? record.alliance : await fetchAlliance(get, trusted);
  const log = await followLog({
    ...{ get, trusted, alliance, seen: record.log, now: round.doors.now() },
    keep: (evidence) => keepEvidence(round, evidence),
    suspect: (evidence) => round.suspects.push(evidence),
  });
  return { trusted, alliance, log, ...newList };
}

async function refreshed(round: Round, get: GetFile): Promise<Trusted> {
  const { doors, record } = round;
  const floor = await doors.floor(record.feed);
  const policy = floor === undefined ? feedPolicy : { ...feedPolicy, floor };
  const result = await refresh(record.trusted, metadataOf(get), new Date(doors.now()), policy);
  const error = result.error ?? otherAlliance(result.trusted);
  if (error === null) return result.trusted;
  await keepRoot(round, result.trusted);
  throw error;
}

/** A release made under another root may still be what a mirror serves; or its signers claim another alliance. */
function otherAlliance(trusted: Trusted): BaizeError | null {
  try {
    requireNamedAlliance(trusted);
    return null;
  } catch (error) {
    if (error instanceof BaizeError) return error;
    throw error;
  }
}

/**
 * A verified newer root counts even when the rest of the refresh fails: keys that it revokes must stay revoked. The
 * floor follows, because a rotation of timestamp keys voids the versions that the old ones signed.
 */
async function keepRoot(round: Round, reached: Trusted): Promise<void> {
  const { doors, record } = round;
  if (reached.root === record.trusted.root) return;
  round.record = { ...record, trusted: { ...record.trusted, root: reached.root } };
  await doors.store.commit(round.record);
  const signed = (await doors.floor(record.feed))?.signed ?? 0;
  await doors.raiseFloor(record.feed, { ...floorOf(reached), signed });
}

async function newText(
  round: Round,
  get: GetFile,
  trusted: Trusted,
): Promise<Pick<Taken, 'text' | 'faulty'>> {
  const base = await loadList(round.doors.store, round.record).catch(() => null);
  const delta = base === null ? { text: null, faulty: false } : await byDelta(round, get, base, trusted);
  const text = delta.text ?? (await wholeList(round, get, base, trusted));
  if (base !== null) await requireSane(base, new List(text), trusted);
  return { text, faulty: delta.faulty };
}

async function byDelta(
  { record }: Round,
  get: GetFile,
  base: List,
  trusted: Trusted,
): Promise<Pick<Taken, 'text' | 'faulty'>> {
  try {
    const text = await fetchDelta(get, base, stateOf(record.trusted).sha256, stateOf(trusted));
    return { text, faulty: false };
  } catch (error) {
    if (!(error instanceof BaizeError) || error.code === 'network') throw error;
    return { text: null, faulty: true };
  }
}

/** The whole list, a few times a day at most: a mirror with broken deltas must not cost a person's data plan. */
async function wholeList(
  round: Round,
  get: GetFile,
  base: List | null,
  trusted: Trusted,
): Promise<Uint8Array<ArrayBuffer>> {
  const now = round.doors.now();
  const today = round.fullLists.filter((time) => now - time < limits.fullListsPeriod && time <= now);
  if (base !== null && today.length >= limits.fullListsPerDay) {
    throw new BaizeError(
      'network',
      'The whole list was fetched too often today. It is tried again tomorrow.',
    );
  }
  round.fullLists = [...today, now];
  round.record = { ...round.record, fullLists: round.fullLists };
  // Noted before the download: one that is cut off counts too.
  await round.doors.store.commit(round.record);
  return fetchList(get, trusted);
}

async function commit(round: Round, taken: Taken): Promise<Outcome> {
  const { doors, record } = round;
  const { trusted, alliance, text, log } = taken;
  const next: FeedRecord = {
    ...{ feed: record.feed, trusted, alliance, source: 'synced', checked: doors.now() },
    ...{ failures: 0, error: null, faulty: round.faulty, fullLists: round.fullLists, log },
  };
  await doors.store.commit(
    next,
    text === null ? undefined : await storedList(text, stateOf(trusted).entries),
  );
  await doors.raiseFloor(record.feed, floorOf(trusted));
  return text === null ? 'same' : 'changed';
}

/** What a client that loses all it holds must still not go below. */
export function floorOf(trusted: Trusted): Floor {
  const { root, timestamp } = openTrusted(trusted);
  return { root: root.version, timestamp: timestamp?.version ?? 0, signed: signedTime(trusted) ?? 0 };
}

async function noteFailure({ doors, record, faulty }: Round, error: BaizeError): Promise<void> {
  const { code, message } = error;
  const noted = { ...record, failures: record.failures + 1, error: { code, message }, faulty };
  // Where the store takes nothing, that is what failed.
  await doors.store.commit(noted).catch(console.error);
}
