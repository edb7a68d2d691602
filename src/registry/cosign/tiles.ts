import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import type { Checkpoint } from '../../core/log/checkpoint.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../core/log/merkle.ts';
import { tileReader } from '../../core/log/tiles.ts';
import type { Source } from '../release/source.ts';

/**
 * Checks that the log's tiles show what browsers will want to see: that the tree grew from the one this co-signer knows, and
 * that the release, its last leaf, is in it. The hashes themselves came out of the leaves already; who serves tiles that lead
 * elsewhere would make every browser raise an alarm.
 *
 * @param leafHash of the last leaf
 * @throws BaizeError `log`, `missing`, `format`
 */
export async function requireTiles(
  source: Source,
  before: Pick<Checkpoint, 'size' | 'root'>,
  after: Pick<Checkpoint, 'size' | 'root'>,
  leafHash: Uint8Array,
): Promise<void> {
  const hashAt = tileReader(after.size, (path, most) => source.get(feedFiles.log(path), most));
  const last = after.size - 1;
  try {
    const growth = await consistencyProof(before.size, after.size, hashAt);
    verifyConsistency(before.size, before.root, after.size, after.root, growth);
    verifyInclusion(leafHash, last, after.size, await inclusionProof(after.size, last, hashAt), after.root);
  } catch (cause) {
    if (!(cause instanceof BaizeError)) throw cause;
    throw new BaizeError(cause.code, `The log's tiles do not belong to its leaves: ${cause.message}`, {
      cause,
    });
  }
}
