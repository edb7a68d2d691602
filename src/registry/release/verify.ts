import { applyChanges, readDelta } from '../../core/delta.ts';
import { BaizeError } from '../../core/errors.ts';
import {
  type Alliance,
  allianceTarget,
  feedFiles,
  listTarget,
  parseAlliance,
  parseState,
  type State,
} from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { checkList, List } from '../../core/list.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { parseTargets } from '../../core/tuf/metadata.ts';
import { refresh } from '../../core/tuf/refresh.ts';
import {
  openTrusted,
  type Trusted,
  targetInfo,
  targetsSigners,
  verifyTarget,
} from '../../core/tuf/trusted.ts';
import { sha256Of } from './draft.ts';
import { decompress } from './gzip.ts';
import type { Source } from './source.ts';

/** A feed whose every signature and digest held. */
export interface VerifiedFeed {
  readonly trusted: Trusted;
  readonly alliance: Alliance;
  readonly state: State;
  readonly list: List;
}

/** What `feed verify` tells about a feed. Times are ISO 8601. */
export interface FeedFacts {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly version: number;
  readonly entries: number;
  readonly state: string;
  /** Members (or key ids) that signed the release, distinct; how many are needed. */
  readonly signers: readonly string[];
  readonly threshold: number;
  readonly rootThreshold: number;
  readonly rootVersion: number;
  /** When the timestamp was signed, and how long ago in seconds. */
  readonly signed: string;
  readonly age: number;
  readonly expires: {
    readonly root: string;
    readonly targets: string;
    readonly snapshot: string;
    readonly timestamp: string;
  };
  /** What came of the delta from the release before: there may be none. */
  readonly delta: 'held' | 'none';
}

/**
 * Reads a feed as a browser does: TUF refresh from a root, list and alliance by their signed digests, the text by its
 * state digest, its structure line by line.
 *
 * @param root the trusted root; without one the feed's own first root is believed, as at an installation from it
 * @throws BaizeError whatever a browser would refuse it for
 */
export async function openFeed(source: Source, now: Date, root?: Uint8Array): Promise<VerifiedFeed> {
  const first = root ?? (await firstRoot(source));
  const fetchFile = (name: string, most: number) => source.get(feedFiles.metadata(name), most);
  const { trusted, error } = await refresh({ root: first }, fetchFile, now);
  if (error) throw withAdvice(error);
  const alliance = parseAlliance(
    parseStrict(await fetchTarget(source, trusted, allianceTarget, limits.allianceBytes)),
  );
  const state = stateOf(trusted);
  const text = await unpack(await fetchTarget(source, trusted, listTarget, limits.listGzipBytes), state);
  if (checkList(text) !== state.entries) {
    throw new BaizeError('format', 'The list does not have the signed number of entries.');
  }
  return { trusted, alliance, state, list: new List(text) };
}

function withAdvice(error: BaizeError): BaizeError {
  if (error.code !== 'expired') return error;
  const message = `${error.message} Its publisher renews it with: baize publish`;
  return new BaizeError(error.code, message, { cause: error });
}

async function firstRoot(source: Source): Promise<Uint8Array> {
  const file = feedFiles.metadata('1.root.json');
  const root = await source.get(file, limits.rootBytes);
  if (root) return root;
  const hint = 'Name the folder or the base address of a feed (…/feed/), or hand over its root with --root.';
  throw new BaizeError('missing', `There is no ${file} at ${source.name}. ${hint}`);
}

async function fetchTarget(
  source: Source,
  trusted: Trusted,
  name: string,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const info = targetInfo(trusted, name);
  if (!info?.hashes.sha256) throw new BaizeError('missing', `The signed targets do not name ${name}.`);
  if (info.length > most) throw new BaizeError('length', `${name} is signed with more than ${most} bytes.`);
  const bytes = await source.get(feedFiles.target(info.hashes.sha256, name), info.length);
  if (bytes === null) throw new BaizeError('missing', `The feed has no ${name} of this release.`);
  await verifyTarget(info, bytes);
  return bytes;
}

function stateOf(trusted: Trusted): State {
  return parseState(targetInfo(trusted, listTarget)?.custom);
}

async function unpack(list: Uint8Array, state: State): Promise<Uint8Array<ArrayBuffer>> {
  const text = await decompress(list, state.length);
  if (text.length === state.length && sha256Of(text) === state.sha256) return text;
  throw new BaizeError('hash', 'The list does not unpack to the signed text.');
}

/** The facts about a verified feed. The delta from the release before, if both are there, is tried as well. */
export async function factsOf(source: Source, feed: VerifiedFeed, now: Date): Promise<FeedFacts> {
  const { trusted, alliance, state } = feed;
  const { root, targets, snapshot, timestamp } = openTrusted(trusted);
  const { signers, rootThreshold } = await targetsSigners(trusted);
  const signed = new Date(Date.parse(timestamp!.expires) - limits.timestampExpiry);
  return {
    name: alliance.name.en,
    addresses: alliance.addresses,
    version: targets!.version,
    entries: state.entries,
    state: state.sha256,
    signers: signers.map(({ member, keyid }) => member ?? keyid),
    threshold: root.roles.targets.threshold,
    rootThreshold,
    rootVersion: root.version,
    signed: signed.toISOString(),
    age: Math.round((now.getTime() - signed.getTime()) / 1_000),
    expires: {
      root: root.expires,
      targets: targets!.expires,
      snapshot: snapshot!.expires,
      timestamp: timestamp!.expires,
    },
    delta: await tryDelta(source, feed, targets!.version - 1),
  };
}

/** Leads the list of an older release to the newest by the feed's delta, where the feed still has both. */
async function tryDelta(source: Source, feed: VerifiedFeed, version: number): Promise<FeedFacts['delta']> {
  const older = await olderTargets(source, feed, version);
  if (older === null) return 'none';
  const state = stateOf(older);
  const packed = await source.get(feedFiles.delta(feed.state.sha256, state.sha256), limits.deltaGzipBytes);
  if (packed === null) return 'none';
  const list = new List(
    await unpack(await fetchTarget(source, older, listTarget, limits.listGzipBytes), state),
  );
  const changes = readDelta(list, await decompress(packed, limits.deltaBytes));
  if (sha256Of(applyChanges(list, changes)) === feed.state.sha256) return 'held';
  throw new BaizeError('hash', `The delta from release ${version} does not lead to the newest list.`);
}

async function olderTargets(
  source: Source,
  { trusted }: VerifiedFeed,
  version: number,
): Promise<Trusted | null> {
  if (version < 1) return null;
  const bytes = await source.get(feedFiles.metadata(`${version}.targets.json`), limits.targetsBytes);
  if (bytes === null) return null;
  parseTargets(bytes);
  return { ...trusted, targets: bytes };
}
