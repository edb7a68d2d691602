import { createHash } from 'node:crypto';
import type { HashAt } from '../../../src/core/log/merkle.ts';
import { encodeEntries, entriesPath, neededTiles, tilePath } from '../../../src/core/log/tiles.ts';
import { concat } from '../../../src/core/tuf/bytes.ts';

/** RFC 6962, 2.1, word for word: slow, obvious, and by Node's own SHA-256. `MTH`, `PATH` and `SUBPROOF` are its names. */
const sha256 = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

export function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0]!);
  const k = split(leaves.length);
  return sha256(Uint8Array.of(1), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

export function path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

export function proof(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, leaves, true);
}

function subproof(m: number, leaves: readonly Uint8Array[], isComplete: boolean): Uint8Array[] {
  if (m === leaves.length) return isComplete ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isComplete), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

function split(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}

/** The complete subtrees of these leaves. */
export const hashesOf =
  (leaves: readonly Uint8Array[]): HashAt =>
  (level, index) =>
    mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

/** `count` leaves that all differ. */
export function leavesOf(count: number, word = 'leaf'): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => new TextEncoder().encode(`${word} ${i}`));
}

/** The files below `log/` that a log writes when it grows. */
export function tileFiles(leaves: readonly Uint8Array[], oldSize = 0): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { level, index, width } of neededTiles(oldSize, leaves.length)) {
    const first = 256 * index;
    const numbers = Array.from({ length: width }, (_, i) => first + i);
    const span = 256 ** level;
    const hashes = numbers.map((n) => mth(leaves.slice(n * span, (n + 1) * span)));
    files.set(tilePath(level, index, width), concat(hashes));
    if (level === 0) files.set(entriesPath(index, width), encodeEntries(leaves.slice(first, first + width)));
  }
  return files;
}
