import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { parseTimestamp, type Root } from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import { requireSuccessor } from '../cosign/roots.ts';
import type { Registry } from '../registry.ts';
import { readIfThere } from '../release/feed-files.ts';
import { parseProposal, proposalFile } from '../release/proposal.ts';
import { type Source, sourceOf } from '../release/source.ts';
import { newestTimestamp } from '../store/releases.ts';
import { inForce } from '../store/roots.ts';

/** An address that does not answer within so many milliseconds is passed over. */
const PATIENCE = 5_000;

/**
 * Refuses to go on with a registry that is older than what it has published, as one is that was restored from an old backup: it
 * would give the same versions and places in the log to other things, and nobody would follow it any more.
 *
 * @param places where the feed is out. One that can not be read, or whose files its members did not sign, is passed over:
 * a mirror must not be able to stop a registry
 * @throws BaizeError `rollback` saying what to do
 */
async function requireNotBehind({ db }: Registry, places: readonly string[]): Promise<void> {
  const known = await newestTimestamp(db);
  const { root } = (await inForce(db))!;
  const found = await Promise.all(places.map((place) => newestOutAt(sourceOf(place), root)));
  const newest = Math.max(0, ...found);
  if (newest <= known) return;
  const place = places[found.indexOf(newest)]!;
  throw behind(newest, known, place);
}

function behind(newest: number, known: number, place: string): BaizeError {
  return new BaizeError(
    'rollback',
    `This registry is older than what it has published: timestamp ${newest} is out at ${place}, and ${known} is the newest known here. Publishing now would say something else under the same versions. Catch up first: baize log catch-up ${place}`,
  );
}

/** The same for the registry's own feed folder, where a proposal counts too: co-signers may have signed it. */
export async function requireNotBehindFolder(registry: Registry): Promise<void> {
  const { feed } = registry.paths;
  await requireNotBehind(registry, [feed]);
  const bytes = await readIfThere(join(feed, proposalFile));
  if (bytes === null) return;
  const version = Number(parseProposal(bytes).timestamp.version);
  const known = await newestTimestamp(registry.db);
  if (version > known) throw behind(version, known, feed);
}

/** The same for wherever browsers and people look for the feed. */
export async function requireNotBehindAddresses(registry: Registry): Promise<void> {
  const { alliance } = (await inForce(registry.db))!;
  await requireNotBehind(registry, alliance.addresses);
}

/** The version of the timestamp that is out at a feed, expired or not; 0 when nothing is that its members signed. */
async function newestOutAt(source: Source, root: Root): Promise<number> {
  try {
    return await Promise.race([readNewest(source, root), sleep(PATIENCE, 0, { ref: false })]);
  } catch (error) {
    if (error instanceof BaizeError) return 0;
    throw error;
  }
}

/** Between a new root and the first release under it, the older one's timestamp is out. */
async function readNewest(source: Source, known: Root): Promise<number> {
  const bytes = await source.get(feedFiles.metadata('timestamp.json'), limits.timestampBytes);
  if (bytes === null) return 0;
  const timestamp = parseTimestamp(bytes);
  for (let root: Root | null = known; root !== null; root = await rootAfter(source, root)) {
    const isSigned = await requireThreshold(timestamp, root, 'timestamp').then(
      () => true,
      () => false,
    );
    if (isSigned) return timestamp.signed.version;
  }
  return 0;
}

async function rootAfter(source: Source, root: Root): Promise<Root | null> {
  const bytes = await source.get(feedFiles.metadata(`${root.version + 1}.root.json`), limits.rootBytes);
  return bytes === null ? null : (await requireSuccessor(root, bytes)).root;
}
