import { join } from 'node:path';
import { feedFiles, listTarget, type State } from '../../core/feed.ts';
import { parseSnapshot, parseTargets, parseTimestamp } from '../../core/tuf/metadata.ts';
import type { MetadataSigner } from '../../core/tuf/sign.ts';
import type { Registry } from '../registry.ts';
import { instant } from '../store/database.ts';
import { markPublished, prepareRelease, type Release, versionsUsed } from '../store/releases.ts';
import type { InForce } from '../store/roots.ts';
import { writeDeltas } from './deltas.ts';
import { cacheFile, type Draft, sha256Of } from './draft.ts';
import { writeDurable } from './feed-files.ts';
import { compress } from './gzip.ts';
import {
  isDue,
  resignTargets,
  signSnapshot,
  signTargets,
  signTimestamp,
  type TargetFacts,
} from './metadata.ts';
import { tidy } from './tidy.ts';
import { metadataFiles, type SignedFiles } from './whole.ts';
import { writeReasons } from './why.ts';

/** One publication under way. */
export interface Job {
  readonly registry: Registry;
  /** What says who publishes and by what rules. */
  readonly inForce: InForce;
  readonly signer: MetadataSigner;
  readonly now: Date;
  readonly onStep: (step: string) => void;
}

/** What publishing came to. `renewed`: the same list under new signatures; `current`: there was nothing to do. */
export interface Published {
  readonly outcome: 'released' | 'renewed' | 'current';
  readonly version: number;
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Length in bytes of the list's file; 0 when it was not written. */
  readonly listBytes: number;
  readonly deltas: number;
}

const untouched = { added: 0, removed: 0, changed: 0, listBytes: 0, deltas: 0 } as const;

/** Publishes a draft as the next release. */
export async function release(job: Job, draft: Draft): Promise<Published> {
  const { db, paths } = job.registry;
  job.onStep('compressing the list');
  const list = await compress(draft.text);
  const who = Buffer.from(job.inForce.allianceBody);
  const state: State = { length: draft.text.length, sha256: sha256Of(draft.text), entries: draft.entries };
  const files = await signRelease(job, { ...factsOf(list), state }, factsOf(who));
  const id = await prepareRelease(db, rowOf(job, files, state, draft.pending.count), draft.pending.upTo);
  await writeDurable(cacheFile(paths.cache, state.sha256), draft.text);
  job.onStep('reasons');
  await writeReasons(paths.feed, draft.shards, job.signer);
  job.onStep('deltas');
  const deltas = await writeDeltas(db, paths.feed, state.sha256, draft.pending.changes, list.length);
  job.onStep('list');
  await writeTarget(paths.feed, listTarget, list);
  await writeMetadata(job, id, files);
  return { outcome: 'released', version: files.targets, ...countOf(draft), listBytes: list.length, deltas };
}

/** Signs anew what has lived half its life, and what refers to it; the list stays. */
export async function renew(job: Job, last: Release): Promise<Published> {
  const files = await renewedFiles(job, last);
  const result = { version: files.targets, entries: last.entries, ...untouched };
  if (files.timestamp === last.timestamp) return { outcome: 'current', ...result };
  const state = { sha256: last.digest, entries: last.entries };
  const id = await prepareRelease(job.registry.db, rowOf(job, files, state, 0), 0);
  await writeMetadata(job, id, files);
  return { outcome: 'renewed', ...result };
}

async function signRelease(
  { registry, signer, now }: Job,
  list: TargetFacts & { readonly state: State },
  alliance: TargetFacts,
): Promise<SignedFiles> {
  const used = await versionsUsed(registry.db);
  const targets = used.targets + 1;
  const snapshot = used.snapshot + 1;
  const timestamp = used.timestamp + 1;
  return {
    targets,
    snapshot,
    timestamp,
    targets_body: await signTargets(signer, targets, now, list, alliance),
    snapshot_body: await signSnapshot(signer, snapshot, now, targets),
    timestamp_body: await signTimestamp(signer, timestamp, now, snapshot),
  };
}

async function renewedFiles({ registry, signer, now }: Job, last: Release): Promise<SignedFiles> {
  const used = await versionsUsed(registry.db);
  const { signed: targets } = parseTargets(Buffer.from(last.targets_body));
  const { signed: snapshot } = parseSnapshot(Buffer.from(last.snapshot_body));
  const { signed: timestamp } = parseTimestamp(Buffer.from(last.timestamp_body));
  const files = { ...last };
  if (isDue('targets', targets.expires, now)) {
    files.targets = used.targets + 1;
    files.targets_body = await resignTargets(signer, files.targets, now, targets.targets);
  }
  if (files.targets !== last.targets || isDue('snapshot', snapshot.expires, now)) {
    files.snapshot = used.snapshot + 1;
    files.snapshot_body = await signSnapshot(signer, files.snapshot, now, files.targets);
  }
  if (files.snapshot !== last.snapshot || isDue('timestamp', timestamp.expires, now)) {
    files.timestamp = used.timestamp + 1;
    files.timestamp_body = await signTimestamp(signer, files.timestamp, now, files.snapshot);
  }
  return files;
}

/** Writes the metadata, the timestamp last; then the release is out, and what nobody needs any more goes. */
async function writeMetadata({ registry, onStep }: Job, id: number, files: SignedFiles): Promise<void> {
  for (const [file, body] of metadataFiles(files)) {
    onStep(file);
    await writeDurable(join(registry.paths.feed, file), Buffer.from(body));
  }
  onStep('noting the release');
  await markPublished(registry.db, id);
  onStep('tidying up');
  await tidy(registry);
}

async function writeTarget(feed: string, name: string, bytes: Uint8Array): Promise<void> {
  await writeDurable(join(feed, feedFiles.target(sha256Of(bytes), name)), bytes);
}

function factsOf(bytes: Uint8Array): TargetFacts {
  return { length: bytes.length, sha256: sha256Of(bytes) };
}

function rowOf(
  { now }: Job,
  files: SignedFiles,
  state: Pick<State, 'sha256' | 'entries'>,
  changes: number,
): Omit<Release, 'id' | 'state'> {
  const { targets, snapshot, timestamp, targets_body, snapshot_body, timestamp_body } = files;
  return {
    time: instant(now),
    targets,
    snapshot,
    timestamp,
    targets_body,
    snapshot_body,
    timestamp_body,
    digest: state.sha256,
    entries: state.entries,
    changes,
  };
}

function countOf({ pending: { changes }, entries }: Draft) {
  const added = changes.filter(({ before }) => before === null).length;
  const removed = changes.filter(({ after }) => after === null).length;
  return { entries, added, removed, changed: changes.length - added - removed };
}
