import type { Checkpoint } from './checkpoint.ts';
import { consistencyProof, type HashAt, treeHash, verifyConsistency } from './merkle.ts';

/** Why two signed checkpoints of one log do not fit: together they show that somebody is lied to. */
export type Misfit =
  | 'fork' // one size, two trees
  | 'shrunk' // a later one of fewer leaves
  | 'rewritten'; // the later tree does not begin with the earlier one

/** What can be told of two checkpoints by themselves. Null: they may fit. */
export function misfitOf(earlier: Checkpoint, later: Checkpoint): Misfit | null {
  if (later.size < earlier.size) return 'shrunk';
  return later.size === earlier.size && !isSame(earlier.root, later.root) ? 'fork' : null;
}

/**
 * Whether the later tree began as the earlier one, shown by hashes from the log's tiles. Nobody signs tiles: so first they
 * have to show, of the root they give the earlier tree, that the later tree began so. Only then is it the log that was
 * rewritten when that is not the earlier root.
 *
 * @returns the misfit, null when there is none, and the hashes that show it to anybody else
 * @throws BaizeError `log` when these are not the tiles of the later tree: whoever serves them is at fault; and what
 * `hashAt` throws
 */
export async function compareByTiles(
  earlier: Checkpoint,
  later: Checkpoint,
  hashAt: HashAt,
): Promise<{ misfit: Misfit | null; proof: readonly Uint8Array[] }> {
  const misfit = misfitOf(earlier, later);
  if (misfit !== null || later.size === earlier.size) return { misfit, proof: [] };
  const began = await treeHash(earlier.size, hashAt);
  const proof = await consistencyProof(earlier.size, later.size, hashAt);
  verifyConsistency(earlier.size, began, later.size, later.root, proof);
  return { misfit: isSame(began, earlier.root) ? null : 'rewritten', proof };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
