import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { parseLeaf, type Said } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { type Cosigned, cosignersOf, verifyCheckpoint } from '../../core/log/cosignature.ts';
import { hashLeaf, inclusionProof, verifyInclusion } from '../../core/log/merkle.ts';
import { decodeEntries, entriesPath, TILE_WIDTH, tileReader } from '../../core/log/tiles.ts';
import type { GetFile } from '../../core/release.ts';
import type { Verified } from './verify.ts';

/** A leaf of the log, read and found in the tree. */
export interface ShownLeaf {
  readonly index: number;
  readonly said: Said;
  /** As it is in the log. */
  readonly text: string;
}

/** A part of the log: the checkpoint, who vouches for it, and leaves of it. */
export interface LogPart {
  readonly checkpoint: Cosigned;
  readonly needed: number;
  /** The newest first. */
  readonly leaves: readonly ShownLeaf[];
}

/**
 * Reads a part of the alliance's log: enough members have to have cosigned the checkpoint, and every leaf has to stand in its
 * tree.
 *
 * @param at a leaf that is to be among them; null for the newest ones
 * @throws BaizeError `threshold`, `format`; `log` for a leaf that does not stand there
 */
export async function readLogPart(
  get: GetFile,
  { alliance, root }: Verified,
  now: Date,
  at: number | null = null,
): Promise<LogPart> {
  const note = await get(feedFiles.log('checkpoint'), limits.noteBytes);
  if (note === null) throw new BaizeError('missing', 'The log has no checkpoint.');
  const policy = cosignersOf(root);
  const checkpoint = await verifyCheckpoint(note, { ...policy, origin: alliance.log.origin, now });
  return { checkpoint, needed: policy.threshold, leaves: await leavesOf(get, checkpoint, at) };
}

async function leavesOf(get: GetFile, { size, root }: Cosigned, at: number | null): Promise<ShownLeaf[]> {
  const hashAt = tileReader(size, (path, most) => get(feedFiles.log(path), most));
  const leaves: ShownLeaf[] = [];
  for (const { index, bytes } of await entriesOf(get, size, at)) {
    const proof = await inclusionProof(size, index, hashAt);
    verifyInclusion(hashLeaf(bytes), index, size, proof, root);
    leaves.unshift({ index, said: parseLeaf(bytes).signed, text: new TextDecoder().decode(bytes) });
  }
  return leaves;
}

/** The bundle that holds a leaf; or the last two, for there may be few in the last one. */
async function entriesOf(get: GetFile, size: number, at: number | null) {
  const last = Math.floor((size - 1) / TILE_WIDTH);
  const [from, to] =
    at === null || at >= size ? [last - 1, last] : [at, at].map((one) => Math.floor(one / TILE_WIDTH));
  const entries: { index: number; bytes: Uint8Array }[] = [];
  for (let bundle = Math.max(0, from!); size > 0 && bundle <= to!; bundle += 1) {
    const start = bundle * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, size - start);
    const bytes = await get(feedFiles.log(entriesPath(bundle, width)), limits.entriesBytes);
    if (bytes === null) throw new BaizeError('missing', `The log has no leaves from ${start} on.`);
    entries.push(...decodeEntries(bytes, width).map((entry, i) => ({ index: start + i, bytes: entry })));
  }
  return entries;
}
