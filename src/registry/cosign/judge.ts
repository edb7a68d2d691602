import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { allianceTarget, feedFiles, listTarget } from '../../core/feed.ts';
import { gunzip } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/log/checkpoint.ts';
import { parseTargets, parseTimestamp } from '../../core/tuf/metadata.ts';
import { type ListText, sha256Of } from '../release/list-text.ts';
import { isSame, type Proposal } from '../release/proposal.ts';
import type { Source } from '../release/source.ts';
import { madeAt, snapshotOf, type TargetFacts, targetsOf, timestampOf } from '../release/unsigned.ts';
import type { InForce } from '../store/roots.ts';
import type { Standing } from './replica.ts';

/** What a proposal is held to: the root in force, what came out of the log, and this machine's clock. */
export interface Bench {
  readonly source: Source;
  readonly inForce: InForce;
  readonly now: Date;
}

/** The checkpoint of a proposal. @throws BaizeError `format`; `log` when it is another log's */
export function checkpointOf({ checkpoint }: Proposal, { log }: Alliance): Checkpoint {
  const read = parseCheckpoint(checkpoint);
  if (read.origin === log.origin) return read;
  throw new BaizeError('log', `The checkpoint is of the log "${read.origin}", not of "${log.origin}".`);
}

/**
 * Holds a proposal to what came out of the log: its metadata has to be, to the byte, what this machine makes itself.
 *
 * @param standing the replica at the proposal's checkpoint
 * @throws BaizeError saying what does not come out
 */
export async function judge(bench: Bench, proposal: Proposal, standing: Standing): Promise<void> {
  const { root } = bench.inForce;
  if (Date.parse(root.expires) <= bench.now.getTime()) {
    throw new BaizeError(
      'expired',
      `Root ${root.version} expired on ${root.expires}: the members have to sign a new one.`,
    );
  }
  const isRelease = proposal.targets !== null && proposal.snapshot !== null;
  if (isRelease) await judgeRelease(bench, proposal, standing);
  else if (proposal.targets !== null || proposal.snapshot !== null)
    throw refuse('it has targets or a snapshot alone');
  judgeTimestamp(bench, proposal, standing, isRelease);
}

async function judgeRelease(
  { source, inForce, now }: Bench,
  proposal: Proposal,
  { release, list }: Standing,
): Promise<void> {
  if (release.root !== inForce.root.version) {
    throw refuse(`it is under root ${release.root}, and root ${inForce.root.version} is in force`);
  }
  requireTime(Date.parse(release.time), now);
  const packed = packedList(proposal.targets!);
  const expected = targetsOf({
    ...{ version: release.version, time: release.time, list: packed, state: list.state },
    alliance: { length: Buffer.byteLength(inForce.allianceBody), sha256: inForce.digest },
  });
  if (!isSame(proposal.targets!, expected)) throw refuse('its targets are not what the log leads to');
  if (!isSame(proposal.snapshot!, snapshotOf(release)))
    throw refuse('its snapshot does not belong to its targets');
  await requireList(source, packed, list);
}

/** What the proposal says of the compressed list: which compressor made it is the proposer's choice. */
function packedList(targets: object): TargetFacts {
  const { signed } = parseTargets(envelope(targets));
  const file = Object.hasOwn(signed.targets, listTarget) ? signed.targets[listTarget]! : null;
  if (file === null || !Object.hasOwn(signed.targets, allianceTarget))
    throw refuse('its targets lack a file');
  if (file.length > limits.listGzipBytes) throw refuse('its list is longer than browsers read');
  return { length: file.length, sha256: file.hashes.sha256 ?? '' };
}

async function requireList(source: Source, { length, sha256 }: TargetFacts, list: ListText): Promise<void> {
  const packed = await source.get(feedFiles.target(sha256, listTarget), length);
  if (packed === null) throw new BaizeError('missing', `The proposed list is not at ${source.name}.`);
  if (packed.length !== length || sha256Of(packed) !== sha256)
    throw refuse('the file of its list is another one');
  const text = await gunzip(packed, list.text.length, 'The proposed list');
  if (!Buffer.from(list.text.buffer, list.text.byteOffset, list.text.length).equals(text))
    throw refuse('its list is not what the votes lead to');
}

/** A timestamp alone renews the release that is out; never one older than the newest this co-signer knows. */
function judgeTimestamp({ now }: Bench, proposal: Proposal, { release }: Standing, isRelease: boolean): void {
  const { signed } = parseTimestamp(envelope(proposal.timestamp));
  if (signed.version > release.version + limits.timestampLead) throw refuse('its timestamp skips far ahead');
  const made = madeAt('timestamp', signed.expires);
  requireTime(made, now);
  const time = isRelease ? release.time : new Date(made).toISOString().replace('.000Z', 'Z');
  const expected = timestampOf({ version: signed.version, time, snapshot: release.version });
  if (!isSame(proposal.timestamp, expected)) throw refuse('its timestamp does not belong to its release');
}

function requireTime(time: number, now: Date): void {
  const age = now.getTime() - time;
  if (age < -limits.proposalSkew) throw refuse('it is from the future: are the clocks right?');
  if (age > limits.proposalLife) throw refuse('it is too old');
}

const envelope = (signed: object): Uint8Array => Buffer.from(JSON.stringify({ signed, signatures: [] }));

function refuse(what: string): BaizeError {
  return new BaizeError('log', `The proposal can not be signed: ${what}.`);
}
