import { BaizeError } from '../../core/errors.ts';
import { allianceTarget, feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { type Metadata, parseRoot, type Root } from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import { sha256Of } from '../release/list-text.ts';
import type { Source } from '../release/source.ts';
import { type InForce, inForce, putRoot } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';

/**
 * Follows a feed's roots from the newest that is stored, each signed by the one before and by itself, and stores them with
 * the alliances that they name.
 *
 * @param first the root to trust when none is stored yet; without one the feed's own first root is believed
 * @throws BaizeError `missing`, `threshold`, `hash`, `network`, whatever is wrong with them
 */
export async function followRoots(db: Db, source: Source, first?: Uint8Array): Promise<InForce> {
  let current = await inForce(db);
  if (current === null) {
    await storeRoot(db, source, await trustFirst(first ?? (await requireFile(source, '1.root.json'))));
    current = (await inForce(db))!;
  }
  for (let walked = 0; walked < limits.rootsPerRefresh; walked += 1) {
    const bytes = await source.get(
      feedFiles.metadata(`${current.root.version + 1}.root.json`),
      limits.rootBytes,
    );
    if (bytes === null) break;
    await storeRoot(db, source, await requireSuccessor(current.root, bytes));
    current = (await inForce(db))!;
  }
  return current;
}

interface ReadRoot {
  readonly root: Root;
  readonly bytes: Uint8Array;
}

async function trustFirst(bytes: Uint8Array): Promise<ReadRoot> {
  const metadata = parseRoot(bytes);
  await requireThreshold(metadata, metadata.signed, 'root');
  return { root: metadata.signed, bytes };
}

/** Reads the root that follows another (TUF specification 5.3.4 and 5.3.5). @throws BaizeError when it does not */
export async function requireSuccessor(current: Root, bytes: Uint8Array): Promise<ReadRoot> {
  const next: Metadata<Root> = parseRoot(bytes);
  await requireThreshold(next, current, 'root');
  await requireThreshold(next, next.signed, 'root');
  if (next.signed.version === current.version + 1) return { root: next.signed, bytes };
  throw new BaizeError('rollback', `Root ${next.signed.version} does not follow root ${current.version}.`);
}

async function storeRoot(db: Db, source: Source, { root, bytes }: ReadRoot): Promise<void> {
  const digest = root['x-baize-alliance'] ?? '';
  const alliance = await source.get(feedFiles.target(digest, allianceTarget), limits.allianceBytes);
  if (alliance === null) {
    throw new BaizeError('missing', `The feed has not the alliance.json that root ${root.version} names.`);
  }
  if (sha256Of(alliance) !== digest) {
    throw new BaizeError('hash', `The alliance.json of root ${root.version} is not the one that it names.`);
  }
  const text = (part: Uint8Array) => Buffer.from(part).toString('utf8');
  await putRoot(db, root.version, text(bytes), text(alliance));
}

async function requireFile(source: Source, name: string): Promise<Uint8Array> {
  const file = feedFiles.metadata(name);
  const bytes = await source.get(file, limits.rootBytes);
  if (bytes !== null) return bytes;
  throw new BaizeError(
    'missing',
    `There is no ${file} at ${source.name}: is it the base address of a feed (…/feed/)?`,
  );
}
