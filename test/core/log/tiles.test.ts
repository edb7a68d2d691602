import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, inclusionProof } from '../../../src/core/log/merkle.ts';
import {
  decodeEntries,
  encodeEntries,
  entriesPath,
  neededTiles,
  tilePath,
  tileReader,
} from '../../../src/core/log/tiles.ts';
import { hashesOf, leavesOf, tileFiles } from './twin.ts';

const refusal = (code: string) => expect.objectContaining({ code });

/** A reader of files that notes what was asked for. */
function reader(size: number, files: ReadonlyMap<string, Uint8Array>) {
  const asked: string[] = [];
  const hashAt = tileReader(size, async (path) => {
    asked.push(path);
    return files.get(path) ?? null;
  });
  return { asked, hashAt };
}

describe('a tile lies where c2sp.org/tlog-tiles has it', () => {
  it.each([
    [tilePath(0, 0), 'tile/0/000'],
    [tilePath(2, 999, 1), 'tile/2/999.p/1'],
    [tilePath(1, 1_000, 255), 'tile/1/x001/000.p/255'],
    [tilePath(0, 1_234_067), 'tile/0/x001/x234/067'],
    [entriesPath(1_234_067), 'tile/entries/x001/x234/067'],
    [entriesPath(0, 7), 'tile/entries/000.p/7'],
  ])('%s', (path, expected) => expect(path).toBe(expected));
});

describe('the tiles to write', () => {
  it('of 70,000 leaves are those of the specification', () => {
    const tiles = neededTiles(0, 70_000);
    const partial = tiles.filter(({ width }) => width < 256);
    expect(tiles).toHaveLength(273 + 1 + 1 + 1 + 1);
    expect(partial).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
  });

  it('of 256 leaves are a full one and one of a single hash', () => {
    expect(neededTiles(0, 256)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
  });

  it.each([
    ['nothing new', 300, 300, []],
    ['one more', 256, 257, [{ level: 0, index: 1, width: 1 }]],
    [
      'a tile gets full',
      511,
      512,
      [
        { level: 0, index: 1, width: 256 },
        { level: 1, index: 0, width: 2 },
      ],
    ],
  ])('are only those that change: %s', (_, oldSize, newSize, tiles) => {
    expect(neededTiles(oldSize, newSize)).toEqual(tiles);
  });

  it('of any way to grow are, together, those that a reader of each size asks for', async () => {
    const growth = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(growth, async (steps) => {
        const files = new Map<string, Uint8Array>();
        let size = 0;
        for (const step of steps) {
          const leaves = leavesOf(size + step);
          for (const [path, bytes] of tileFiles(leaves, size)) files.set(path, bytes);
          const { hashAt } = reader(leaves.length, files);
          const index = Math.floor(size / 2);
          const memory = hashesOf(leaves);
          expect(await inclusionProof(leaves.length, index, hashAt)).toEqual(
            await inclusionProof(leaves.length, index, memory),
          );
          expect(await consistencyProof(size, leaves.length, hashAt)).toEqual(
            await consistencyProof(size, leaves.length, memory),
          );
          size = leaves.length;
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe('a reader of tiles', () => {
  it('has every hash that the tree has', async () => {
    for (const size of [1, 2, 255, 256, 257, 512, 700]) {
      const leaves = leavesOf(size);
      const { hashAt } = reader(size, tileFiles(leaves));
      const memory = hashesOf(leaves);
      for (let level = 0; 2 ** level <= size; level++) {
        for (const index of [0, 1, Math.floor(size / 2 ** level) - 1]) {
          if ((index + 1) * 2 ** level > size) continue;
          expect(await hashAt(level, index)).toEqual(memory(level, index));
        }
      }
    }
  });

  it('fetches each tile once, within its bound', async () => {
    const leaves = leavesOf(300);
    const { hashAt, asked } = reader(300, tileFiles(leaves));
    await Promise.all([hashAt(0, 1), hashAt(3, 4), hashAt(0, 299), hashAt(2, 70), hashAt(8, 0)]);
    expect(asked.toSorted()).toEqual(['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1']);
  });

  it('takes the full tile when the partial one is gone', async () => {
    const { hashAt } = reader(300, tileFiles(leavesOf(600)));
    expect(await hashAt(0, 299)).toEqual(hashesOf(leavesOf(300))(0, 299));
  });

  it.each<[string, string, Uint8Array | null]>([
    ['missing', 'is not there', null],
    ['format', 'is too short', new Uint8Array(43 * 32)],
    ['format', 'is not made of hashes', new Uint8Array(44 * 32 - 1)],
    ['format', 'is too long', new Uint8Array(45 * 32)],
  ])('refuses with %s a tile that %s', async (code, _, bytes) => {
    const hashAt = tileReader(300, async (path) => (path === 'tile/0/001.p/44' ? bytes : null));
    await expect(hashAt(0, 299)).rejects.toThrow(refusal(code));
  });

  it('asks for no hash that such a tree has not', async () => {
    const { hashAt, asked } = reader(300, new Map());
    await expect(hashAt(0, 300)).rejects.toThrow(refusal('log'));
    await expect(hashAt(8, 1)).rejects.toThrow(refusal('log'));
    expect(asked).toEqual([]);
  });
});

describe('a bundle of entries', () => {
  it('comes back as it was, and is read from any bytes or refused', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        expect(decodeEntries(encodeEntries(entries), entries.length)).toEqual(entries);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(3), (bytes, width) => {
        try {
          expect(encodeEntries(decodeEntries(bytes, width))).toEqual(bytes);
        } catch (error) {
          expect(error).toEqual(refusal('format'));
        }
      }),
    );
  });

  it('has each entry after its length, in two bytes, the higher first', () => {
    const long = new Uint8Array(258).fill(7);
    expect(encodeEntries([Uint8Array.of(9), long])).toEqual(Uint8Array.from([0, 1, 9, 1, 2, ...long]));
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(refusal('length'));
    expect(decodeEntries(encodeEntries([new Uint8Array(65_535)]), 1)[0]).toHaveLength(65_535);
  });

  it.each<[string, number[], number]>([
    ['that ends in a length', [0, 1, 9, 0], 2],
    ['that ends in an entry', [0, 2, 9], 1],
    ['of more entries', [0, 0, 0, 0], 1],
    ['of fewer entries', [0, 0], 2],
    ['that is HTML', [...new TextEncoder().encode('<html>')], 1],
  ])('%s is refused', (_, bytes, width) => {
    expect(() => decodeEntries(Uint8Array.from(bytes), width)).toThrow(refusal('format'));
  });
});
