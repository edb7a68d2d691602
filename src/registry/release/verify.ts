import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles, type State } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { List } from '../../core/list.ts';
import { fetchAlliance, fetchDelta, fetchList, metadataOf, stateOf } from '../../core/release.ts';
import { parseTargets } from '../../core/tuf/metadata.ts';
import { refresh } from '../../core/tuf/refresh.ts';
import { openTrusted, type Trusted, targetsSigners } from '../../core/tuf/trusted.ts';
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
  const { trusted, error } = await refresh({ root: first }, metadataOf(source.get), now);
  if (error) throw withAdvice(error);
  const alliance = await fetchAlliance(source.get, trusted);
  const text = await fetchList(source.get, trusted);
  return { trusted, alliance, state: stateOf(trusted), list: new List(text) };
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
  const base = new List(await fetchList(source.get, older));
  const text = await fetchDelta(source.get, base, stateOf(older).sha256, feed.state);
  return text === null ? 'none' : 'held';
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
