import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { List } from '../../core/list.ts';
import {
  allianceDigest,
  fetchAllianceFile,
  metadataOf,
  readAlliance,
  requireNamedAlliance,
  requireSane,
  stateOf,
} from '../../core/release.ts';
import { feedPolicy, refresh } from '../../core/tuf/refresh.ts';
import { openTrusted, type Trusted } from '../../core/tuf/trusted.ts';
import type { Evidence } from '../messages.ts';
import { type Allowance, allowanceNow } from './allowance.ts';
import { signedTime } from './clock.ts';
import { followLog } from './follow-log.ts';
import { type Fetch, getFrom } from './network.ts';
import { type Base, newText, type Source } from './new-list.ts';
import { pauseAfter } from './pace.ts';
import type { FeedRecord, FeedStore, Floor, LogSeen } from './store.ts';
import { asReadNow } from './stored-alliance.ts';
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
interface Taken extends Pick<FeedRecord, 'alliance' | 'allianceFile'> {
  readonly trusted: Trusted;
  readonly text: Uint8Array<ArrayBuffer> | null;
  readonly log: LogSeen;
}

/**
 * Looks for a new release of a feed, at its addresses in random order, and puts it in force in one transaction when it
 * is verified (protocol, "The browser's side", 1 to 3, 5 and 6). Whatever fails leaves the old list in force.
 */
export async function syncFeed(feed: string, doors: SyncDoors): Promise<Outcome> {
  const stored = await doors.store.feed(feed);
  if (stored === undefined) return 'failed';
  const round = await begin(await asReadNow(stored), doors);
  try {
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
  /** What a client that lost all it had must not go below. */
  floor: Floor;
  readonly faulty: Set<string>;
  allowance: Allowance;
  /** From each mirror by whose files the release is not in the log. */
  readonly suspects: Evidence[];
  /** Of each state of the list that a mirror had the metadata of: it is fetched, or failed to be, once. */
  readonly texts: Map<string, Promise<Uint8Array<ArrayBuffer>>>;
  /** Whether any host answered at all; what time it was by its clock. */
  isAnswered: boolean;
  hostTime: number | null;
}

async function begin(record: FeedRecord, doors: SyncDoors): Promise<Round> {
  const signed = signedTime(record.trusted) ?? 0;
  return {
    doors,
    record,
    floor: (await doors.floor(record.feed)) ?? { root: 0, timestamp: 0, signed },
    faulty: new Set(record.faulty),
    allowance: allowanceNow(record.allowance, doors.now()),
    suspects: [],
    texts: new Map(),
    isAnswered: false,
    hostTime: null,
  };
}

/** The first mirror that holds what it should; throws what the last one did wrong. */
async function fromAnyMirror(round: Round): Promise<Taken> {
  let last = new BaizeError('network', 'The feed has no address.');
  const sources = mirrors(round).map((address) => sourceOf(round, address));
  for (const source of sources) {
    round.faulty.delete(source.address);
    try {
      return await fromMirror(round, source, [source, ...sources.filter((one) => one !== source)]);
    } catch (error) {
      if (!(error instanceof BaizeError)) throw error;
      round.faulty.add(source.address);
      last = error;
    }
  }
  // One mirror may serve a wrong proof; when all do, the release's signers are in question.
  const [suspect, ...others] = round.suspects;
  if (suspect !== undefined && others.length + 1 === sources.length) await keepEvidence(round, suspect);
  throw last;
}

function sourceOf(round: Round, address: string): Source {
  const answered = (time: number | null) => {
    round.isAnswered = true;
    round.hostTime = time ?? round.hostTime;
  };
  const counted: Source['counted'] = (received) =>
    getFrom(address, round.doors.fetch, { answered, received });
  return { address, get: counted(() => undefined), counted };
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

async function fromMirror(round: Round, { get }: Source, sources: readonly Source[]): Promise<Taken> {
  const trusted = await refreshed(round, get);
  const { record } = round;
  const isNew = stateOf(trusted).sha256 !== stateOf(record.trusted).sha256;
  const text = isNew ? await saneText(round, sources, trusted) : null;
  const isKnown =
    record.allianceFile !== undefined && allianceDigest(trusted) === allianceDigest(record.trusted);
  const allianceFile = isKnown ? record.allianceFile : await fetchAllianceFile(get, trusted);
  const alliance = isKnown ? record.alliance : await readAlliance(allianceFile, trusted);
  const log = await followLog({
    ...{ get, trusted, alliance, seen: record.log, now: round.doors.now() },
    keep: (evidence) => keepEvidence(round, evidence),
    suspect: (evidence) => round.suspects.push(evidence),
  });
  return { trusted, alliance, allianceFile, log, text };
}

async function refreshed(round: Round, get: Source['get']): Promise<Trusted> {
  const { doors, record, floor } = round;
  const policy = { ...feedPolicy, floor };
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
 * floor follows, because a rotation of timestamp keys voids what the old ones signed.
 */
async function keepRoot(round: Round, reached: Trusted): Promise<void> {
  const { doors, record } = round;
  if (reached.root === record.trusted.root) return;
  const isVoid = record.trusted.timestamp !== undefined && reached.timestamp === undefined;
  const root = Math.max(round.floor.root, openTrusted(reached).root.version);
  round.record = { ...record, trusted: { ...record.trusted, root: reached.root } };
  round.floor = isVoid ? { root, timestamp: 0, signed: 0 } : { ...round.floor, root };
  await doors.store.commit(round.record);
  await doors.raiseFloor(record.feed, round.floor);
}

/** The list of a new state, fetched once whichever mirror's metadata ask for it. */
async function saneText(
  round: Round,
  sources: readonly Source[],
  trusted: Trusted,
): Promise<Uint8Array<ArrayBuffer>> {
  const { sha256 } = stateOf(trusted);
  const base = await baseOf(round);
  const fetching = round.texts.get(sha256) ?? fetchText(round, sources, base, trusted);
  round.texts.set(sha256, fetching);
  const text = await fetching;
  if (base !== null) await requireSane(base.list, new List(text), trusted);
  return text;
}

function fetchText(round: Round, sources: readonly Source[], base: Base | null, trusted: Trusted) {
  return newText(sources, base, trusted, {
    allowed: () => round.allowance.bytes,
    spend: (bytes) => {
      round.allowance = { ...round.allowance, bytes: round.allowance.bytes - bytes };
    },
    faulty: (address) => round.faulty.add(address),
  });
}

async function baseOf({ doors, record }: Round): Promise<Base | null> {
  const list = await loadList(doors.store, record).catch(() => null);
  return list && { list, sha256: stateOf(record.trusted).sha256 };
}

async function commit(round: Round, taken: Taken): Promise<Outcome> {
  const { doors, record } = round;
  const { text, ...fresh } = taken;
  const { trusted } = fresh;
  const next: FeedRecord = {
    ...fresh,
    ...{ feed: record.feed, source: 'synced', checked: doors.now(), error: null },
    ...paced(round, 0),
  };
  await doors.store.commit(
    next,
    text === null ? undefined : await storedList(text, stateOf(trusted).entries),
  );
  await doors.raiseFloor(record.feed, floorOf(trusted));
  return text === null ? 'same' : 'changed';
}

/** What a look leaves behind whatever came of it. */
function paced({ doors, faulty, allowance }: Round, failures: number) {
  const looked = doors.now();
  const next = looked + pauseAfter(failures, doors.random);
  return { failures, looked, next, allowance: allowanceNow(allowance, looked), faulty: [...faulty] };
}

/** What a client that loses all it holds must still not go below. */
export function floorOf(trusted: Trusted): Floor {
  const { root, timestamp } = openTrusted(trusted);
  return { root: root.version, timestamp: timestamp?.version ?? 0, signed: signedTime(trusted) ?? 0 };
}

/** Where nobody answers at all the computer is offline, or as good as that: no failure of the feed, which spares no host. */
async function noteFailure(round: Round, error: BaizeError): Promise<void> {
  const { doors, record, isAnswered } = round;
  const pace = paced(round, isAnswered ? record.failures + 1 : 0);
  const { code, message } = error;
  const why = { code, message, ...(isByClock(round, code) && { isClock: true }) };
  await doors.store.commit({ ...record, ...pace, error: why });
}

/** Whether this computer's clock is the likely reason. A host's clock decides nothing but what people are told. */
function isByClock({ doors, hostTime }: Round, code: BaizeError['code']): boolean {
  if (hostTime === null) return false;
  const ahead = doors.now() - hostTime;
  return (
    (code === 'expired' && ahead > limits.clockAhead) || (code === 'format' && -ahead > limits.clockSkew)
  );
}
