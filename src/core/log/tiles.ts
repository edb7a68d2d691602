import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { concat } from '../tuf/bytes.ts';
import { type HashAt, hashNode } from './merkle.ts';

/** Levels of the tree that one tile spans (c2sp.org/tlog-tiles). */
export const TILE_HEIGHT = 8;
/** Hashes of a full tile, and entries of a full bundle. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
const HASH_BYTES = 32;

/** One file of the tree: the hashes `index × 256` and on of every eighth level; `width` of them, 256 when it is full. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** Gets a file below `log/`, of at most `maxBytes`; null when there is none. */
export type GetTile = (path: string, maxBytes: number) => Promise<Uint8Array | null>;

/** Path of a tile below `log/`. */
export function tilePath(level: number, index: number, width: number = TILE_WIDTH): string {
  return `tile/${level}/${numberPath(index)}${partOf(width)}`;
}

/** Path of a bundle of entries below `log/`. */
export function entriesPath(index: number, width: number = TILE_WIDTH): string {
  return `tile/entries/${numberPath(index)}${partOf(width)}`;
}

/** 1234067 is `x001/x234/067`: no folder grows large, and none has a file's name. */
function numberPath(index: number): string {
  const groups = [];
  for (let rest = index; rest > 0 || groups.length === 0; rest = Math.floor(rest / 1_000)) {
    groups.unshift(String(rest % 1_000).padStart(3, '0'));
  }
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

function partOf(width: number): string {
  return width < TILE_WIDTH ? `.p/${width}` : '';
}

/**
 * The tiles to write when a log grows from `oldSize` to `newSize` leaves: those that hold a new hash, the lowest level
 * first. The ones of level 0 are the bundles of entries to write, too.
 */
export function neededTiles(oldSize: number, newSize: number): Tile[] {
  const tiles: Tile[] = [];
  let before = oldSize;
  let after = newSize;
  for (let level = 0; after > before; level++) {
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, after - index * TILE_WIDTH) });
    }
    before = Math.floor(before / TILE_WIDTH);
    after = Math.floor(after / TILE_WIDTH);
  }
  return tiles;
}

/**
 * A hash from a tile's bytes: of the complete subtree of height `height` (0 to 8) above the tile's lowest hashes, number
 * `index` within the tile.
 */
function hashFromTile(tile: Uint8Array, height: number, index: number): Uint8Array {
  if (height === 0) return tile.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  const left = hashFromTile(tile, height - 1, 2 * index);
  return hashNode(left, hashFromTile(tile, height - 1, 2 * index + 1));
}

/**
 * Reads hashes of a tree of `size` leaves from its tiles, each fetched once. What a host sends is not verified here: that
 * is what the proofs made of it are for. Throws `missing` and `format`; and `log` for a hash that such a tree has not.
 */
export function tileReader(size: number, get: GetTile): HashAt {
  const tiles = new Map<string, Promise<Uint8Array>>();
  return async (level, index) => {
    const height = level % TILE_HEIGHT;
    const tile = tileOf(size, level, index);
    const path = tilePath(tile.level, tile.index);
    const bytes = tiles.get(path) ?? fetchTile(tile, get);
    tiles.set(path, bytes);
    return hashFromTile(await bytes, height, index - tile.index * 2 ** (TILE_HEIGHT - height));
  };
}

/** The tile that holds a subtree's hashes. */
function tileOf(size: number, level: number, index: number): Tile {
  if ((index + 1) * 2 ** level > size)
    throw new BaizeError('log', `A log of ${size} leaves has no hash ${index} at level ${level}.`);
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const tileIndex = Math.floor(index / 2 ** (TILE_HEIGHT - (level % TILE_HEIGHT)));
  const hashes = Math.floor(size / TILE_WIDTH ** tileLevel) - tileIndex * TILE_WIDTH;
  return { level: tileLevel, index: tileIndex, width: Math.min(TILE_WIDTH, hashes) };
}

/** A partial tile may be gone once the full one is there (c2sp.org/tlog-tiles, "Partial Tiles"). */
async function fetchTile({ level, index, width }: Tile, get: GetTile): Promise<Uint8Array> {
  const path = tilePath(level, index, width);
  const bytes = await get(path, width * HASH_BYTES);
  if (bytes) return wholeTile(path, bytes, width);
  const full = width < TILE_WIDTH && (await get(tilePath(level, index), TILE_WIDTH * HASH_BYTES));
  if (!full) throw new BaizeError('missing', `The log has no ${path}.`);
  return wholeTile(path, full, TILE_WIDTH);
}

function wholeTile(path: string, bytes: Uint8Array, width: number): Uint8Array {
  if (bytes.length === width * HASH_BYTES) return bytes;
  throw new BaizeError('format', `The log's ${path} has ${bytes.length} bytes where ${width} hashes belong.`);
}

/** A bundle: each entry after its length in two bytes. Throws `length` for an entry over `limits.leafBytes`. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat(entries.flatMap((entry) => [lengthOf(entry), entry]));
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  if (length > limits.leafBytes) throw new BaizeError('length', 'The entry is too long for the log.');
  return Uint8Array.of(length >> 8, length & 0xff);
}

/**
 * The entries of a bundle that should hold `width` of them.
 *
 * @throws BaizeError `format` when it holds other than that
 */
export function decodeEntries(bundle: Uint8Array, width: number = TILE_WIDTH): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + 256 * bundle[at]! + (bundle[at + 1] ?? 0);
    if (end > bundle.length || at + 2 > bundle.length) throw badBundle(width);
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  if (entries.length !== width) throw badBundle(width);
  return entries;
}

function badBundle(width: number): BaizeError {
  return new BaizeError('format', `A bundle of the log does not hold ${width} whole entries.`);
}
