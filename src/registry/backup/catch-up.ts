import { BaizeError } from '../../core/errors.ts';
import { feedFiles, listTarget } from '../../core/feed.ts';
import { parseLeaf } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/log/checkpoint.ts';
import { cosignersOf, verifyCheckpoint } from '../../core/log/cosignature.ts';
import { parseNote } from '../../core/log/note.ts';
import {
  parseRoot,
  parseSnapshot,
  parseTargets,
  parseTimestamp,
  type Root,
} from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import { fetchBody, type Segment } from '../cosign/leaves.ts';
import { follow, type Standing } from '../cosign/replica.ts';
import { followRoots } from '../cosign/roots.ts';
import { packBody } from '../log/body.ts';
import { noteFullTiles } from '../log/tree.ts';
import type { Registry } from '../registry.ts';
import { cacheText } from '../release/list-text.ts';
import { type Proposal, parseProposal, proposalFile } from '../release/proposal.ts';
import type { Source } from '../release/source.ts';
import { putBodyWithin } from '../store/bodies.ts';
import { appendWithin, logSize } from '../store/leaves.ts';
import { withLock } from '../store/lock.ts';
import { readPosition } from '../store/position.ts';
import { abandonOpen, claimPending, lastRelease, newestTimestamp, type Release } from '../store/releases.ts';
import { rootBody } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';

/** How far a registry was brought. */
export interface CaughtUp {
  /** How many leaves of the log came. */
  readonly leaves: number;
  readonly version: number;
  readonly entries: number;
  /** The version of a proposal that was open, and is now open here; null without one. */
  readonly proposed: number | null;
}

interface Trip {
  readonly tx: Db;
  readonly registry: Registry;
  readonly source: Source;
  readonly now: Date;
  readonly onStep: (step: string) => void;
}

/**
 * Brings a registry that is older than what it has published up to its own public log: roots, leaves, bodies and the release that
 * is out, and the proposal that co-signers may have signed already. Every root is followed from the newest that the registry
 * knows, the votes are replayed, and the tree has to be the one that its members cosigned. All of it or nothing. Votes that no
 * release has taken in were never public; they are lost with the database.
 *
 * @param source where the feed is out
 * @throws BaizeError `log` when the public log is not what this registry had, whatever else does not come out
 */
export async function catchUp(
  registry: Registry,
  source: Source,
  { now = new Date(), onStep = () => {} }: Partial<Pick<Trip, 'now' | 'onStep'>> = {},
): Promise<CaughtUp> {
  return withLock(registry, 'publish', async () => {
    const before = await logSize(registry.db);
    await followRoots(registry.db, source);
    const taken = await registry.db.transaction().execute(async (tx) => {
      const trip = { tx, registry, source, now, onStep };
      const published = await takePublished(trip);
      const open = await takeProposal(trip);
      return { newest: open ?? published, open };
    });
    if (taken.newest !== null) await cacheText(registry.paths.cache, taken.newest.list);
    const last = await lastRelease(registry.db);
    return {
      leaves: (await logSize(registry.db)) - before,
      ...{ version: last?.targets ?? 0, entries: last?.entries ?? 0 },
      proposed: taken.open?.release.version ?? null,
    };
  });
}

/** The release that is out, signed by enough members of the root that it is under; null when it is known here. */
async function takePublished(trip: Trip): Promise<Standing | null> {
  const { tx, source, now } = trip;
  const stamp = await need(source, feedFiles.metadata('timestamp.json'), limits.timestampBytes);
  const { version: timestamp } = parseTimestamp(stamp).signed;
  if (timestamp <= (await newestTimestamp(tx))) return null;
  const note = await need(source, feedFiles.log('checkpoint'), limits.noteBytes);
  const { text } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  const id = await rowOf(tx, timestamp);
  const standing = await followTo(trip, checkpoint, id);
  const root = parseRoot(Buffer.from((await rootBody(tx, standing.release.root))!)).signed;
  await verifyCheckpoint(note, { ...cosignersOf(root), origin: checkpoint.origin, now });
  const files = await signedFiles(source, root, stamp);
  requireSame(standing, files.targets);
  await tx
    .updateTable('release')
    .set({
      ...stateOf(standing, checkpoint),
      ...{ state: 'published', needed: root.roles.targets.threshold },
      ...{ checkpoint: text, note: Buffer.from(note).toString('utf8'), timestamp_body: utf8(stamp) },
      ...{ targets_body: utf8(files.targets), snapshot_body: utf8(files.snapshot) },
    })
    .where('id', '=', id)
    .execute();
  return standing;
}

/** A proposal that is out beyond that: co-signers may have signed it, and will sign nothing else of its version. */
async function takeProposal(trip: Trip): Promise<Standing | null> {
  const { tx, source } = trip;
  const bytes = await source.get(proposalFile, limits.proposedReleaseBytes);
  const proposal: Proposal | null = bytes === null ? null : parseProposal(bytes);
  if (proposal === null || Number(proposal.timestamp.version) <= (await newestTimestamp(tx))) return null;
  const id = await rowOf(tx, Number(proposal.timestamp.version));
  // One that renews a timestamp is given up: only its number is used up.
  if (proposal.targets === null) return null;
  const checkpoint = parseCheckpoint(proposal.checkpoint);
  const standing = await followTo(trip, checkpoint, id);
  const root = parseRoot(Buffer.from((await rootBody(tx, standing.release.root))!)).signed;
  // Whether it changes much is not known here: as many sign as for one that does.
  const needed = Math.max(root.roles.targets.threshold, root.roles.root.threshold);
  await tx
    .updateTable('release')
    .set({
      ...stateOf(standing, checkpoint),
      ...{ state: 'drafted', needed, checkpoint: proposal.checkpoint },
    })
    .where('id', '=', id)
    .execute();
  return standing;
}

/** What the log says of a release. */
function stateOf({ release, list }: Standing, { size }: Checkpoint) {
  return {
    ...{ time: release.time, targets: release.version, snapshot: release.version, root: release.root },
    ...{ leaf: size - 1, digest: list.state.sha256, entries: list.state.entries },
  };
}

/** The release with this timestamp: as it is here, or a new row that only uses up the number so far. */
async function rowOf(tx: Db, timestamp: number): Promise<number> {
  await abandonOpen(tx);
  const known = await tx
    .selectFrom('release')
    .select('id')
    .where('timestamp', '=', timestamp)
    .executeTakeFirst();
  if (known !== undefined) return known.id;
  const empty: Omit<Release, 'id'> = {
    ...{ state: 'abandoned', time: '', targets: 0, snapshot: 0, timestamp, root: 0, leaf: 0, needed: 0 },
    ...{ targets_body: '', snapshot_body: '', timestamp_body: '', checkpoint: '', note: '' },
    ...{ digest: '', entries: 0, changes: 0 },
  };
  return (await tx.insertInto('release').values(empty).returning('id').executeTakeFirstOrThrow()).id;
}

/** Replays up to a checkpoint and keeps all that the registry keeps of its log. @param id of the release that gets the changes */
async function followTo(trip: Trip, checkpoint: Checkpoint, id: number): Promise<Standing> {
  const { tx, registry, source, onStep } = trip;
  const { edge } = await readPosition(tx);
  const keep = async (segment: Segment) => {
    await keepLeaves(trip, segment);
    await claimPending(tx, id);
  };
  const standing = await follow(tx, registry.paths.cache, source, checkpoint, onStep, keep);
  await noteFullTiles(tx, 0, edge.size, checkpoint.size);
  return standing;
}

async function keepLeaves({ tx, source, now }: Trip, { leaves }: Segment): Promise<void> {
  for (const { index, bytes } of leaves) {
    const { signed } = parseLeaf(bytes);
    const sha256 = signed._type === 'batch' ? signed.body.sha256 : null;
    if (sha256 !== null)
      await putBodyWithin(tx, await packBody(sha256, await fetchBody(source, sha256)), now);
    const kept = await appendWithin(tx, { bytes, batch: sha256 }, now);
    if (kept.index === index) continue;
    throw new BaizeError(
      'log',
      `Leaf ${index} of the public log is not the one that stands there in this registry: a vote was acknowledged here that the log has not. Nothing was changed. Only a new log can follow; see "The log is lost" in docs/operations.md.`,
    );
  }
}

async function signedFiles(source: Source, root: Root, stamp: Uint8Array) {
  const stamped = parseTimestamp(stamp);
  await requireThreshold(stamped, root, 'timestamp');
  const { version } = stamped.signed.meta['snapshot.json'];
  const snapshot = await need(source, feedFiles.metadata(`${version}.snapshot.json`), limits.snapshotBytes);
  const taken = parseSnapshot(snapshot);
  await requireThreshold(taken, root, 'snapshot');
  const { version: named } = taken.signed.meta['targets.json']!;
  const targets = await need(source, feedFiles.metadata(`${named}.targets.json`), limits.targetsBytes);
  await requireThreshold(parseTargets(targets), root, 'targets');
  return { snapshot, targets };
}

function requireSame({ release, list }: Standing, bytes: Uint8Array): void {
  const { version, targets } = parseTargets(bytes).signed;
  const state = targets[listTarget]?.custom as { sha256?: unknown } | undefined;
  if (version === release.version && state?.sha256 === list.state.sha256) return;
  throw new BaizeError(
    'log',
    'The release that is out is not the last one of the log. Try again in a moment.',
  );
}

async function need(source: Source, file: string, most: number): Promise<Uint8Array> {
  const bytes = await source.get(file, most);
  if (bytes !== null) return bytes;
  throw new BaizeError('missing', `There is no ${file} at ${source.name}: is it the base address of a feed?`);
}

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
