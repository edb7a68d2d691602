import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  Frontier,
  hashLeaf,
  hashNode,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/core/log/merkle.ts';
import { hashesOf, leavesOf, mth, path, proof } from './twin.ts';

const log = expect.objectContaining({ code: 'log' });
const sizes = fc.integer({ min: 1, max: 130 });
const treeOf = (leaves: readonly Uint8Array[]): Frontier => {
  const tree = Frontier.empty();
  for (const leaf of leaves) tree.append(hashLeaf(leaf));
  return tree;
};
const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const other = bytes.slice();
  other[(bit >> 3) % 32]! ^= 1 << (bit & 7);
  return other;
};

describe('the edge of a tree', () => {
  it('has the root of RFC 6962 at every size', () => {
    const tree = Frontier.empty();
    const leaves = leavesOf(300);
    for (const [i, leaf] of leaves.entries()) {
      expect(tree.root()).toEqual(mth(leaves.slice(0, i)));
      tree.append(hashLeaf(leaf));
    }
    expect(tree.size).toBe(300);
  });

  it('goes on from what was kept of it, and what was kept stays as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 0, max: 130 }), (first, more) => {
        const leaves = leavesOf(first + more);
        const kept = treeOf(leaves.slice(0, first));
        const tree = Frontier.of(kept.size, kept.hashes);
        for (const leaf of leaves.slice(first)) tree.append(hashLeaf(leaf));
        expect(tree.root()).toEqual(mth(leaves));
        expect(kept.root()).toEqual(mth(leaves.slice(0, first)));
      }),
    );
  });

  it('holds one hash for each bit of its size, also beyond 32 bits', () => {
    const hash = hashLeaf(new Uint8Array());
    expect(Frontier.of(2 ** 40 + 1, [hash, hash]).root()).toEqual(hashNode(hash, hash));
    expect(treeOf(leavesOf(7)).hashes).toHaveLength(3);
  });

  it.each<[string, number, Uint8Array[]]>([
    ['too few hashes', 3, [new Uint8Array(32)]],
    ['too many hashes', 2, [new Uint8Array(32), new Uint8Array(32)]],
    ['a short hash', 1, [new Uint8Array(31)]],
    ['a size below 0', -1, []],
    ['half a leaf', 0.5, []],
    ['a size that a double can not count', 2 ** 53, [new Uint8Array(32)]],
  ])('is refused with %s', (_, size, hashes) => {
    expect(() => Frontier.of(size, hashes)).toThrow(log);
  });
});

describe('that a leaf is in the log', () => {
  it('is shown for every leaf at every size by the path of RFC 6962', async () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = leavesOf(size);
      for (let index = 0; index < size; index++) {
        const shown = await inclusionProof(size, index, hashesOf(leaves));
        expect(shown).toEqual(path(index, leaves));
        verifyInclusion(hashLeaf(leaves[index]!), index, size, shown, mth(leaves));
      }
    }
  });

  it('is not shown by anything else', async () => {
    const place = sizes.chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    await fc.assert(
      fc.asyncProperty(place, fc.nat(255), fc.nat(255), async ([size, index], bit, which) => {
        const leaves = leavesOf(size);
        const hash = hashLeaf(leaves[index]!);
        const root = mth(leaves);
        const shown = path(index, leaves);
        const at = shown.length === 0 ? 0 : which % shown.length;
        const refused = (...args: Parameters<typeof verifyInclusion>) =>
          expect(() => verifyInclusion(...args)).toThrow(log);
        refused(flip(hash, bit), index, size, shown, root);
        refused(hash, index, size, shown, flip(root, bit));
        refused(hash, index, size, [...shown, root], root);
        refused(hash, (index + 1) % size === index ? size : (index + 1) % size, size, shown, root);
        if (shown.length === 0) return;
        refused(hash, index, size, shown.with(at, flip(shown[at]!, bit)), root);
        refused(hash, index, size, shown.slice(1), root);
        refused(hash, index, size, shown.slice(0, -1), root);
        refused(hash, index, 2 * size, shown, root);
      }),
    );
  });

  it.each([
    ['beyond the end', 5, 5],
    ['before the start', -1, 5],
    ['in the middle of a leaf', 0.5, 5],
    ['beyond what a double counts', 0, 2 ** 53],
  ])('can not be asked %s', async (_, index, size) => {
    const hash = hashLeaf(new Uint8Array());
    expect(() => verifyInclusion(hash, index, size, [], hash)).toThrow(log);
    await expect(inclusionProof(size, index, () => hash)).rejects.toThrow(log);
  });

  it('is shown in a log of more leaves than 32 bits count', async () => {
    const size = 2 ** 40 + 1;
    const hash = hashLeaf(new Uint8Array());
    const full = Array.from({ length: 40 }).reduce<Uint8Array>((node) => hashNode(node, node), hash);
    const root = hashNode(full, hash);
    const hashAt = (level: number): Uint8Array => (level === 40 ? full : hash);
    verifyInclusion(hash, size - 1, size, await inclusionProof(size, size - 1, hashAt), root);
  });
});

describe('that a log only grew', () => {
  it('is shown between all sizes by the proof of RFC 6962', async () => {
    const leaves = leavesOf(40);
    for (let newSize = 1; newSize <= 40; newSize++) {
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const [old, grown] = [leaves.slice(0, oldSize), leaves.slice(0, newSize)];
        const shown = await consistencyProof(oldSize, newSize, hashesOf(grown));
        expect(shown).toEqual(proof(oldSize, grown));
        verifyConsistency(oldSize, mth(old), newSize, mth(grown), shown);
      }
    }
  });

  it('needs no proof from the empty log, whose root is known', async () => {
    const root = mth(leavesOf(5));
    expect(await consistencyProof(0, 5, hashesOf(leavesOf(5)))).toEqual([]);
    verifyConsistency(0, mth([]), 5, root, []);
    expect(() => verifyConsistency(0, root, 5, root, [])).toThrow(log);
    expect(() => verifyConsistency(0, mth([]), 5, root, [root])).toThrow(log);
  });

  it('is not shown by anything else', async () => {
    const growth = sizes.chain((size) => fc.tuple(fc.integer({ min: 1, max: size }), fc.constant(size)));
    await fc.assert(
      fc.asyncProperty(growth, fc.nat(255), fc.nat(255), async ([oldSize, newSize], bit, which) => {
        const leaves = leavesOf(newSize);
        const [old, root] = [mth(leaves.slice(0, oldSize)), mth(leaves)];
        const shown = proof(oldSize, leaves);
        const refused = (...args: Parameters<typeof verifyConsistency>) =>
          expect(() => verifyConsistency(...args)).toThrow(log);
        refused(oldSize, flip(old, bit), newSize, root, shown);
        refused(oldSize, old, newSize, flip(root, bit), shown);
        refused(oldSize, old, newSize, root, [...shown, root]);
        refused(newSize, root, oldSize, flip(old, bit), shown);
        if (shown.length === 0) return;
        const at = which % shown.length;
        refused(newSize, root, oldSize, old, shown);
        refused(oldSize, old, newSize, root, shown.with(at, flip(shown[at]!, bit)));
        refused(oldSize, old, newSize, root, shown.slice(1));
        refused(oldSize, old, newSize, root, shown.slice(0, -1));
        refused(oldSize, old, 2 * newSize, root, shown);
      }),
    );
  });

  it('is not shown when one old leaf is another', async () => {
    const rewritten = leavesOf(20).with(3, new Uint8Array());
    const shown = await consistencyProof(12, 20, hashesOf(rewritten));
    expect(() => verifyConsistency(12, mth(leavesOf(12)), 20, mth(rewritten), shown)).toThrow(log);
  });

  it('can not be asked of a log that shrank', async () => {
    await expect(consistencyProof(6, 5, hashesOf(leavesOf(5)))).rejects.toThrow(log);
    await expect(consistencyProof(0, Number.NaN, hashesOf([]))).rejects.toThrow(log);
  });
});
