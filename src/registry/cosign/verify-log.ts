import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { cosignersOf, verifyCheckpoint } from '../../core/log/cosignature.ts';
import { Frontier, hashLeaf } from '../../core/log/merkle.ts';
import { neededTiles, TILE_WIDTH, tilePath } from '../../core/log/tiles.ts';
import { requireLogged } from '../../core/logged.ts';
import { concat } from '../../core/tuf/bytes.ts';
import type { Source } from '../release/source.ts';
import { openFeed } from '../release/verify.ts';
import { fetchLeaves } from './leaves.ts';
import { follow, openReplica, type Replica } from './replica.ts';
import { followRoots } from './roots.ts';

/** What came of replaying a whole log. */
export interface VerifiedLog {
  readonly origin: string;
  readonly leaves: number;
  /** The release that the log ends with, and its list, which is the published one byte for byte. */
  readonly version: number;
  readonly entries: number;
  readonly state: string;
  readonly root: number;
  /** Members whose cosignatures of the checkpoint hold; how many are needed. */
  readonly members: readonly string[];
  readonly threshold: number;
}

export interface VerifyOptions {
  readonly root?: Uint8Array | undefined;
  readonly now?: Date;
  readonly onStep?: (step: string) => void;
}

/**
 * Replays a whole log from its first leaf in a folder of its own, which is gone afterwards, and holds the feed to it: every
 * root, every leaf, every release's claim, every tile, the members' cosignatures, and the published list, byte for byte.
 *
 * @throws BaizeError whatever does not come out
 */
export async function verifyLog(source: Source, options: VerifyOptions = {}): Promise<VerifiedLog> {
  const folder = await mkdtemp(join(tmpdir(), 'baize-verify-'));
  const replica = await openReplica(folder);
  try {
    return await verifyWith(replica, source, options);
  } finally {
    await replica.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function verifyWith(
  replica: Replica,
  source: Source,
  { root: first, now = new Date(), onStep = () => {} }: VerifyOptions,
): Promise<VerifiedLog> {
  const { root, alliance } = await followRoots(replica.db, source, first);
  const { origin } = alliance.log;
  const note = await source.get(feedFiles.log('checkpoint'), limits.noteBytes);
  if (note === null) throw new BaizeError('missing', `There is no log at ${source.name}.`);
  const policy = { ...cosignersOf(root), origin, now };
  const checkpoint = await verifyCheckpoint(note, policy);
  const { release, list } = await replica.db
    .transaction()
    .execute((tx) => follow(tx, replica.cache, source, checkpoint, onStep));
  onStep('comparing the published list');
  const feed = await openFeed(source, now, first);
  if (!Buffer.from(feed.list.text).equals(list.text)) {
    throw new BaizeError('log', 'The published list is not the one that the log leads to.');
  }
  await requireProof(source, feed, release.version, now);
  onStep('tiles');
  await verifyTiles(source, checkpoint.size);
  return {
    ...{ origin, leaves: checkpoint.size, version: release.version, entries: list.state.entries },
    ...{ state: list.state.sha256, root: root.version },
    ...{ members: checkpoint.members, threshold: policy.threshold },
  };
}

async function requireProof(
  source: Source,
  { trusted, alliance }: Awaited<ReturnType<typeof openFeed>>,
  version: number,
  now: Date,
): Promise<void> {
  const file = feedFiles.proof(version);
  const proof = await source.get(file, limits.proofBytes);
  if (proof === null) throw new BaizeError('missing', `There is no ${file} at ${source.name}.`);
  await requireLogged(proof, trusted, alliance, now);
}

/** Holds every tile to the leaves. */
async function verifyTiles(source: Source, size: number): Promise<void> {
  const levels: Uint8Array[][] = [[]];
  for await (const { bytes } of fetchLeaves(source, 0, size)) levels[0]!.push(hashLeaf(bytes));
  for (const { level, index, width } of neededTiles(0, size)) {
    const hashes = levels[level]!.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
    levels[level + 1] ??= [];
    if (width === TILE_WIDTH) levels[level + 1]!.push(rootOver(hashes));
    const path = tilePath(level, index, width);
    const tile = await source.get(feedFiles.log(path), TILE_WIDTH * 32);
    if (tile === null || !Buffer.from(tile).equals(concat(hashes))) {
      throw new BaizeError('log', `The log's ${path} does not hold the hashes of its leaves.`);
    }
  }
}

function rootOver(hashes: readonly Uint8Array[]): Uint8Array {
  const edge = Frontier.empty();
  for (const hash of hashes) edge.append(hash);
  return edge.root();
}
