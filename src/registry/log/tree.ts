import { Frontier, type HashAt } from '../../core/log/merkle.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '../../core/log/tiles.ts';
import { concat, fromHex, toHex } from '../../core/tuf/bytes.ts';
import type { Db } from '../store/schema.ts';

/**
 * Adds leaves at the right edge and notes the hash of each tile that became full. Work: that of the new leaves.
 *
 * @param edge grows
 */
export async function growTree(tx: Db, edge: Frontier, hashes: readonly Uint8Array[]): Promise<void> {
  const before = edge.size;
  for (const hash of hashes) edge.append(hash);
  await noteFullTiles(tx, 0, before, edge.size);
}

/** For a level's hashes that are new, the hashes of the tiles that they filled, and so on upwards. Level 0 are the leaves. */
export async function noteFullTiles(tx: Db, level: number, before: number, after: number): Promise<void> {
  const [from, to] = [Math.floor(before / TILE_WIDTH), Math.floor(after / TILE_WIDTH)];
  for (let index = from; index < to; index += 1) {
    const start = index * TILE_WIDTH;
    const hash = toHex(rootOver(await hashesBetween(tx, level, start, start + TILE_WIDTH)));
    await tx
      .insertInto('tile_hash')
      .values({ level: level + 1, index, hash })
      .execute();
  }
  if (to > from) await noteFullTiles(tx, level + 1, from, to);
}

/** The bytes of a tile: its hashes one after another (c2sp.org/tlog-tiles, "Merkle tree"). */
export async function tileBytes(
  db: Db,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const from = index * TILE_WIDTH;
  const rows = await hashesBetween(db, level, from, from + width);
  if (rows.length !== width)
    throw new RangeError(`Tile ${level}/${index} has ${rows.length} of ${width} hashes.`);
  return concat(rows);
}

async function hashesBetween(db: Db, level: number, from: number, to: number): Promise<Uint8Array[]> {
  const rows =
    level === 0
      ? await db
          .selectFrom('leaf')
          .select('hash')
          .where('index', '>=', from)
          .where('index', '<', to)
          .orderBy('index')
          .execute()
      : await db
          .selectFrom('tile_hash')
          .select('hash')
          .where('level', '=', level)
          .where('index', '>=', from)
          .where('index', '<', to)
          .orderBy('index')
          .execute();
  return rows.map(({ hash }) => fromHex(hash)!);
}

/** Hashes of complete subtrees, for proofs: each is worked out from at most one tile. */
export function storedHashes(db: Db): HashAt {
  return async (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const leaves = 2 ** (height % TILE_HEIGHT);
    const hashes = await hashesBetween(db, level, index * leaves, (index + 1) * leaves);
    return rootOver(hashes);
  };
}

function rootOver(hashes: readonly Uint8Array[]): Uint8Array {
  const edge = Frontier.empty();
  for (const hash of hashes) edge.append(hash);
  return edge.root();
}
