import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { signCheckpoint } from '../../core/log/checkpoint.ts';
import { inclusionProof } from '../../core/log/merkle.ts';
import { formatNote, parseNote } from '../../core/log/note.ts';
import { formatProof } from '../../core/log/proof.ts';
import { fromHex } from '../../core/tuf/bytes.ts';
import { parseSnapshot, parseTargets, parseTimestamp, type Root } from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import { openKey } from '../keys/key-file.ts';
import { storedHashes } from '../log/tree.ts';
import { leavesBetween } from '../store/leaves.ts';
import { type Release, updateRelease } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { cosignaturesOf } from './collect.ts';
import { writeDurable } from './feed-files.ts';
import type { Job } from './job.ts';
import { keyFileOf } from './keys.ts';
import { type Cosignatures, type ProposedRole, proposalFile } from './proposal.ts';
import { tidy } from './tidy.ts';
import { lastWritten, metadataFiles } from './whole.ts';
import { writeReasons } from './why.ts';

/**
 * Publishes a release that enough members have signed. The timestamp is written last: until then browsers see the release
 * before it. Broken off anywhere, it is done again from the signatures that are stored.
 */
export async function completeRelease(job: Job, proposed: Release): Promise<Release> {
  const { db, paths } = job.registry;
  const { root } = job.inForce;
  const given = await cosignaturesOf(db, proposed, root);
  const isRelease = proposed.note === '';
  const bodies = isRelease ? releaseBodies(proposed, given) : timestampBody(proposed, given);
  const signed: Release = { ...proposed, ...bodies };
  await requireSigned(signed, root);
  const note = isRelease ? await signedNote(job, proposed, given) : proposed.note;
  if (isRelease) await writeEvidence(job, { ...signed, note });
  for (const [file, body] of metadataFiles(signed)) {
    job.onStep(file);
    await writeDurable(join(paths.feed, file), Buffer.from(body));
  }
  job.onStep('noting the release');
  const published = await updateRelease(db, proposed, { ...bodies, note, state: 'published' });
  await rm(join(paths.feed, proposalFile), { force: true });
  job.onStep('tidying up');
  await tidy(job.registry);
  return published;
}

function releaseBodies(release: Release, given: readonly Cosignatures[]) {
  return {
    targets_body: withSignatures(release.targets_body, given, 'targets'),
    snapshot_body: withSignatures(release.snapshot_body, given, 'snapshot'),
    ...timestampBody(release, given),
  };
}

function timestampBody({ timestamp_body }: Release, given: readonly Cosignatures[]) {
  return { timestamp_body: withSignatures(timestamp_body, given, 'timestamp') };
}

function withSignatures(body: string, given: readonly Cosignatures[], role: ProposedRole): string {
  const signatures = given.map(({ keyid, signatures }) => ({ keyid, sig: signatures[role]! }));
  return JSON.stringify({ signatures, signed: JSON.parse(body).signed });
}

/** What browsers will check, checked before they see it. */
async function requireSigned(
  { targets_body, snapshot_body, timestamp_body }: Release,
  root: Root,
): Promise<void> {
  await requireThreshold(parseTargets(Buffer.from(targets_body)), root, 'targets');
  await requireThreshold(parseSnapshot(Buffer.from(snapshot_body)), root, 'snapshot');
  await requireThreshold(parseTimestamp(Buffer.from(timestamp_body)), root, 'timestamp');
}

/** The checkpoint with the log's own signature and the members' cosignatures. */
async function signedNote({ registry, inForce }: Job, release: Release, given: readonly Cosignatures[]) {
  const key = await openKey(keyFileOf(registry.paths.keys, 'log'), 'log');
  const { origin } = inForce.alliance.log;
  const signer = { name: origin, publicKey: fromHex(key.public)!, sign: key.sign };
  const own = await signCheckpoint(release.checkpoint, signer);
  const others = given.flatMap(({ signatures }) => parseNote(Buffer.from(signatures.checkpoint!)).signatures);
  const note = formatNote({ text: release.checkpoint, signatures: [own, ...others] });
  return Buffer.from(note).toString('utf8');
}

/** What shows that the release is in the log, and why its entries are listed. */
async function writeEvidence(job: Job, release: Release): Promise<void> {
  const { db, paths } = job.registry;
  job.onStep('reasons');
  await writeNewReasons(job, release);
  job.onStep('proof');
  await writeDurable(join(paths.feed, feedFiles.proof(release.targets)), await proofOf(db, release));
  job.onStep('checkpoint');
  await writeDurable(join(paths.feed, feedFiles.log('checkpoint')), Buffer.from(release.note));
}

/** All of them when the feed's folder was lost. */
async function writeNewReasons({ registry: { db, paths } }: Job, release: Release): Promise<void> {
  const before = await lastWritten(db, paths.feed);
  const leaves = { from: before === undefined ? 0 : before.leaf + 1, to: release.leaf };
  await writeReasons(db, paths.feed, leaves, { after: before?.id ?? 0, upTo: release.id });
}

/** That the release's leaf is in the tree of its checkpoint, whose last leaf it is; with the leaf itself (c2sp.org/tlog-proof). */
async function proofOf(db: Db, { leaf, note }: Release): Promise<Uint8Array> {
  const hashes = await inclusionProof(leaf + 1, leaf, storedHashes(db));
  const extra = (await leavesBetween(db, leaf, leaf + 1))[0]!.bytes;
  return formatProof({ index: leaf, hashes, extra, checkpoint: Buffer.from(note) });
}
