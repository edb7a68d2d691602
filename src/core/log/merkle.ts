import { sha256 } from '@noble/hashes/sha2.js';
import { BaizeError } from '../errors.ts';

/** Hash of the complete subtree of height `level` that is number `index` from the left; level 0 are the leaves. */
export type HashAt = (level: number, index: number) => Uint8Array | Promise<Uint8Array>;

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** RFC 6962, 2.1: `SHA-256(0x00 ‖ data)`. */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256.create().update(leafPrefix).update(data).digest();
}

/** RFC 6962, 2.1: `SHA-256(0x01 ‖ left ‖ right)`. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(nodePrefix).update(left).update(right).digest();
}

/**
 * The right edge of a tree: the roots of its complete subtrees, the largest first, one for each bit of its size. That is
 * all it takes to append leaves and to know the root; a log of a million leaves is held in 20 hashes.
 */
export class Frontier {
  #size: number;
  readonly #hashes: Uint8Array[];

  private constructor(size: number, hashes: readonly Uint8Array[]) {
    this.#size = size;
    this.#hashes = [...hashes];
  }

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /**
   * A frontier that was kept as its `size` and `hashes`.
   *
   * @throws BaizeError `log` when these can not belong together
   */
  static of(size: number, hashes: readonly Uint8Array[]): Frontier {
    if (!isSize(size) || hashes.length !== bitsOf(size) || hashes.some((hash) => hash.length !== 32)) {
      throw new BaizeError('log', `${hashes.length} hashes are not the edge of a log of ${size} leaves.`);
    }
    return new Frontier(size, hashes);
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  get hashes(): readonly Uint8Array[] {
    return [...this.#hashes];
  }

  /** Adds one leaf by its hash (`hashLeaf`). */
  append(leafHash: Uint8Array): void {
    let hash = leafHash;
    for (let rest = this.#size; rest % 2 === 1; rest = half(rest)) hash = hashNode(this.#hashes.pop()!, hash);
    this.#hashes.push(hash);
    this.#size += 1;
  }

  /** RFC 6962, 2.1: the tree's hash. */
  root(): Uint8Array {
    if (this.#size === 0) return sha256(new Uint8Array());
    return this.#hashes.reduceRight((right, left) => hashNode(left, right));
  }
}

/** RFC 6962, 2.1: the hash of the tree of the first `size` leaves, made of complete subtrees. Throws whatever `hashAt` throws. */
export async function treeHash(size: number, hashAt: HashAt): Promise<Uint8Array> {
  return size === 0 ? Frontier.empty().root() : rangeHash({ start: 0, end: size }, hashAt);
}

/** The leaves from `start` to before `end`: a subtree of the RFC's recursion, so that `start` is a multiple of its width. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * RFC 6962, 2.1.1: the hashes that lead from a leaf to the root of the tree of `size` leaves, the leaf's neighbour first.
 *
 * @throws BaizeError `log` when there is no such leaf; and whatever `hashAt` throws
 */
export async function inclusionProof(size: number, index: number, hashAt: HashAt): Promise<Uint8Array[]> {
  if (!isSize(size) || !isSize(index) || index >= size)
    throw new BaizeError('log', `A log of ${size} leaves has no leaf ${index}.`);
  return hashesOf(pathRanges(size, index), hashAt);
}

function pathRanges(size: number, index: number): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    ranges.unshift(index < middle ? { start: middle, end } : { start, end: middle });
    if (index < middle) end = middle;
    else start = middle;
  }
  return ranges;
}

/**
 * RFC 6962, 2.1.2: the hashes that show that the tree of `oldSize` leaves is how the one of `newSize` began. None when
 * there is nothing to show: the sizes are equal, or the old one is 0.
 *
 * @throws BaizeError `log` when the old one is larger; and whatever `hashAt` throws
 */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  hashAt: HashAt,
): Promise<Uint8Array[]> {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize)
    throw new BaizeError('log', `A log of ${newSize} leaves was never one of ${oldSize}.`);
  return hashesOf(oldSize === 0 ? [] : growthRanges(oldSize, newSize), hashAt);
}

function growthRanges(oldSize: number, newSize: number): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  let end = newSize;
  while (oldSize < end) {
    const middle = start + splitOf(end - start);
    ranges.unshift(oldSize <= middle ? { start: middle, end } : { start, end: middle });
    if (oldSize <= middle) end = middle;
    else start = middle;
  }
  // The reader of the proof knows the old root, which is this range when it begins at 0.
  if (start > 0) ranges.unshift({ start, end });
  return ranges;
}

function hashesOf(ranges: readonly Range[], hashAt: HashAt): Promise<Uint8Array[]> {
  return Promise.all(ranges.map((range) => rangeHash(range, hashAt)));
}

async function rangeHash({ start, end }: Range, hashAt: HashAt): Promise<Uint8Array> {
  const width = end - start;
  if (width === 1) return hashAt(0, start);
  const split = splitOf(width);
  if (2 * split === width) return hashAt(Math.log2(width), start / width);
  const middle = start + split;
  const left = await hashAt(Math.log2(split), start / split);
  return hashNode(left, await rangeHash({ start: middle, end }, hashAt));
}

/**
 * RFC 9162, 2.1.3.2: the leaf is number `index` in the tree of `size` leaves with this root.
 *
 * @throws BaizeError `log`
 */
export function verifyInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (isSize(size) && isSize(index) && index < size) {
    const sides = sidesOf(index, size - 1);
    if (sides.length === proof.length && isSame(climb(leafHash, proof, sides), root)) return;
  }
  throw new BaizeError('log', `The proof does not show leaf ${index} in the log of ${size} leaves.`);
}

/**
 * RFC 9162, 2.1.4.2: the tree of `oldSize` leaves with `oldRoot` is how the one of `newSize` with `newRoot` began.
 *
 * @throws BaizeError `log`
 */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  const isOrdered = isSize(oldSize) && isSize(newSize) && oldSize <= newSize;
  if (isOrdered && beganAs(oldSize, oldRoot, newSize, newRoot, proof)) return;
  throw new BaizeError('log', `The log of ${newSize} leaves does not begin with the one of ${oldSize}.`);
}

function beganAs(
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  // Every tree begins with the empty one and with itself: nothing to prove.
  if (oldSize === 0) return proof.length === 0 && isSame(oldRoot, Frontier.empty().root());
  if (oldSize === newSize) return proof.length === 0 && isSame(oldRoot, newRoot);
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  // An old tree that is complete is itself the first hash, which the proof leaves out.
  const [first, ...siblings] = node === 0 ? [oldRoot, ...proof] : proof;
  const sides = sidesOf(node, last);
  if (!first || siblings.length !== sides.length) return false;
  const old = siblings.filter((_, i) => sides[i] === 'left');
  const isOld = isSame(
    climb(
      first,
      old,
      old.map(() => 'left'),
    ),
    oldRoot,
  );
  return isOld && isSame(climb(first, siblings, sides), newRoot);
}

type Side = 'left' | 'right';

/** Where the siblings stand on the way from a node up to the root; `last` is the last node of its level. */
function sidesOf(node: number, last: number): Side[] {
  const sides: Side[] = [];
  let [at, end] = [node, last];
  while (end > 0) {
    if (at % 2 === 1) sides.push('left');
    else if (at < end) sides.push('right');
    [at, end] = [half(at), half(end)];
  }
  return sides;
}

function climb(from: Uint8Array, siblings: readonly Uint8Array[], sides: readonly Side[]): Uint8Array {
  return siblings.reduce(
    (hash, sibling, i) => (sides[i] === 'left' ? hashNode(sibling, hash) : hashNode(hash, sibling)),
    from,
  );
}

/** The largest power of two below `width`, which is at least 2: where the RFC splits a tree. */
function splitOf(width: number): number {
  let split = 1;
  while (2 * split < width) split *= 2;
  return split;
}

/** Bit operators would stop at 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function bitsOf(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = half(rest)) bits += rest % 2;
  return bits;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
