import { join } from 'node:path';
import { feedFiles, listTarget } from '../../core/feed.ts';
import { leafBytes, type ReleaseLeaf } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { formatCheckpoint } from '../../core/log/checkpoint.ts';
import { hashLeaf } from '../../core/log/merkle.ts';
import { readBodyText } from '../log/body.ts';
import { writeLogFiles } from '../log/files.ts';
import { growTree } from '../log/tree.ts';
import { listingRules } from '../rules.ts';
import { instant } from '../store/database.ts';
import { appendWithin, type LogLeaf, leavesBetween, logSize } from '../store/leaves.ts';
import { readPosition, writePosition } from '../store/position.ts';
import {
  countChanges,
  lastRelease,
  newestTimestamp,
  noteRelease,
  type Release,
  updateRelease,
} from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { writeDeltas } from './deltas.ts';
import { writeDurable } from './feed-files.ts';
import { compress } from './gzip.ts';
import type { Job } from './job.ts';
import { cachedText, cacheText, type ListText, nextText, sha256Of } from './list-text.ts';
import { type Proposal, proposalFile } from './proposal.ts';
import { replaySegment } from './segment.ts';
import { snapshotOf, targetsOf, timestampOf } from './unsigned.ts';
import { lastWritten } from './whole.ts';

/**
 * Makes the next release of what is in the log: replays the new votes, puts the release's leaf behind them, and notes all of
 * it in one transaction. Whatever happens later, this version means this list.
 */
export async function draftRelease(job: Job): Promise<Release> {
  const { db, paths } = job.registry;
  job.onStep('replaying the log');
  const { list, release } = await db.transaction().execute((tx) => draftWithin(job, tx));
  await cacheText(paths.cache, list);
  return release;
}

async function draftWithin(job: Job, tx: Db): Promise<{ list: ListText; release: Release }> {
  const { registry, inForce, now } = job;
  const { edge, release: last } = await readPosition(tx);
  const leaves = await leavesBetween(tx, edge.size, await logSize(tx));
  const base = await cachedText(registry.paths.cache, last?.list ?? null);
  const list = await replaySegment(tx, base, {
    ...{ leaves, alliance: inForce.alliance, time: timeOf(leaves, last, now) },
    bodyOf: (sha256) => readBodyText(tx, sha256),
  });
  const said = claimOf(job, leaves, last, list);
  const bytes = leafBytes(said, null);
  await appendWithin(tx, { bytes, batch: null }, now);
  await growTree(tx, edge, [...leaves.map((leaf) => hashLeaf(leaf.bytes)), hashLeaf(bytes)]);
  await writePosition(tx, edge, said);
  const checkpoint = formatCheckpoint({ origin: said.feed, size: edge.size, root: edge.root() });
  return { list, release: await note(tx, job, said, edge.size - 1, checkpoint) };
}

function claimOf(
  { inForce: { alliance, root, digest }, now }: Job,
  leaves: readonly LogLeaf[],
  last: ReleaseLeaf | null,
  list: ListText,
): ReleaseLeaf {
  return {
    ...{ _type: 'release', feed: alliance.log.origin, version: (last?.version ?? 0) + 1 },
    ...{ time: timeOf(leaves, last, now), root: root.version, alliance: digest, list: list.state },
  };
}

/** Not before the release before, nor before a vote that was taken from a clock a little ahead. */
function timeOf(leaves: readonly LogLeaf[], last: ReleaseLeaf | null, now: Date): string {
  const said = leaves.map(
    ({ bytes }) => JSON.parse(Buffer.from(bytes).toString('utf8')).signed.time as string,
  );
  return [last?.time ?? '', instant(now), ...said].sort().at(-1)!;
}

async function note(tx: Db, job: Job, said: ReleaseLeaf, leaf: number, checkpoint: string): Promise<Release> {
  const { version, time, root, list } = said;
  const before = await lastRelease(tx);
  const release = await noteRelease(tx, {
    ...{ state: 'drafted', time, root, leaf, checkpoint, note: '', needed: 0, changes: 0 },
    ...{ targets: version, snapshot: version, timestamp: (await newestTimestamp(tx)) + 1 },
    ...{ targets_body: '', snapshot_body: '', timestamp_body: '' },
    ...{ digest: list.sha256, entries: list.entries },
  });
  const { gone, come, changes } = await countChanges(tx, before?.id ?? 0, release.id);
  const { targets, root: rootRole } = job.inForce.root.roles;
  const isLarge = isLargeChange(before?.entries ?? 0, list.entries, gone, come);
  const needed = isLarge ? Math.max(targets.threshold, rootRole.threshold) : targets.threshold;
  return updateRelease(tx, release, { needed, changes });
}

/** What browsers take only with as many signers as root needs (`requireSane` of `src/core/release.ts`). */
function isLargeChange(before: number, after: number, gone: number, come: number): boolean {
  const shrinks = gone > before * limits.shareRemoved;
  return shrinks || (after > limits.growingList && come > before * limits.shareAdded);
}

/**
 * Writes what co-signers and browsers read of a drafted release: the list, deltas, the log's tiles, last the proposal.
 * Nothing of it is believed by anybody before it is signed.
 */
export async function proposeRelease(job: Job, drafted: Release): Promise<Release> {
  const { db, paths } = job.registry;
  const { release: said } = await readPosition(db);
  const list = (await cachedText(paths.cache, said!.list)) ?? (await nextText(db, null, []));
  job.onStep('compressing the list');
  const packed = await compress(list.text);
  const packedFacts = { length: packed.length, sha256: sha256Of(packed) };
  await writeDurable(join(paths.feed, feedFiles.target(packedFacts.sha256, listTarget)), packed);
  job.onStep('tiles of the log');
  const before = await lastWritten(db, paths.feed);
  await writeLogFiles(db, paths.feed, before === undefined ? 0 : before.leaf + 1, drafted.leaf + 1);
  const { version, time } = said!;
  const { digest, allianceBody } = job.inForce;
  const alliance = { length: Buffer.byteLength(allianceBody), sha256: digest };
  const bodies = {
    targets_body: unsigned(targetsOf({ version, time, list: packedFacts, state: list.state, alliance })),
    snapshot_body: unsigned(snapshotOf({ version, time })),
    timestamp_body: unsigned(timestampOf({ version: drafted.timestamp, time, snapshot: version })),
  };
  const proposed = await updateRelease(db, drafted, { ...bodies, state: 'proposed' });
  await writeProposal(job, proposed);
  job.onStep('deltas');
  await writeDeltas(db, paths.feed, proposed, packed.length);
  return proposed;
}

/** Proposes a new timestamp for the release that is out. */
export async function proposeTimestamp(job: Job, last: Release): Promise<Release> {
  const { db } = job.registry;
  const { id: _, ...row } = last;
  const proposed = await db.transaction().execute(async (tx) => {
    const version = (await newestTimestamp(tx)) + 1;
    const time = instant(job.now);
    const body = unsigned(timestampOf({ version, time, snapshot: last.snapshot }));
    const { threshold } = job.inForce.root.roles.timestamp;
    const renewed = { time, timestamp: version, timestamp_body: body, needed: threshold, changes: 0 };
    return noteRelease(tx, { ...row, ...renewed, state: 'proposed' });
  });
  await writeProposal(job, proposed);
  return proposed;
}

async function writeProposal({ registry: { paths }, onStep }: Job, proposed: Release): Promise<void> {
  onStep('proposal');
  const bytes = Buffer.from(JSON.stringify(proposalOf(proposed)));
  await writeDurable(join(paths.feed, proposalFile), bytes);
}

/** What a release that waits for signatures asks co-signers to sign. */
export function proposalOf(release: Release): Proposal {
  const signed = (body: string) => JSON.parse(body).signed;
  const isRelease = release.note === '';
  return {
    _type: 'proposal',
    targets: isRelease ? signed(release.targets_body) : null,
    snapshot: isRelease ? signed(release.snapshot_body) : null,
    timestamp: signed(release.timestamp_body),
    checkpoint: release.checkpoint,
    rules: listingRules,
  };
}

const unsigned = (signed: object): string => JSON.stringify({ signatures: [], signed });
