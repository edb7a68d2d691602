import { lineEnd } from './list.ts';

const SPACE = 32;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const BUCKETS = 1 << 16;

/**
 * Answers "is this key surely not listed?" without the list's text: the sorted 32-bit hashes of all keys, found
 * through a table of their upper 16 bits. 351,000 entries take 1.7 MB, and one unlisted key in about 12,000 gets a
 * "maybe". A "maybe" is worth nothing by itself: `List.find` confirms it.
 *
 * Hashes can be made to collide on purpose; that costs the attacked name one more look-up and nothing else.
 */
export class Filter {
  readonly hashes: Uint32Array;
  private readonly starts: Uint32Array;

  /** @param hashes as `hashesOf` made them: sorted ascending */
  constructor(hashes: Uint32Array) {
    this.hashes = hashes;
    this.starts = bucketStarts(hashes);
  }

  /** False: the key is not listed. True: it may be. */
  mayContain(key: string): boolean {
    const hash = hashKey(key);
    const bucket = hash >>> 16;
    const end = this.starts[bucket + 1]!;
    for (let i = this.starts[bucket]!; i < end; i += 1) {
      if (this.hashes[i] === hash) return true;
    }
    return false;
  }
}

/** The sorted key hashes of a list's text, one for every line. */
export function hashesOf(text: Uint8Array, count: number): Uint32Array<ArrayBuffer> {
  const hashes = new Uint32Array(count);
  for (let start = 0, i = 0; start < text.length; i += 1) {
    hashes[i] = hashLine(text, start);
    start = lineEnd(text, start) + 1;
  }
  return hashes.sort();
}

function bucketStarts(hashes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const hash of hashes) starts[(hash >>> 16) + 1]! += 1;
  for (let i = 0; i < BUCKETS; i += 1) starts[i + 1]! += starts[i]!;
  return starts;
}

function hashKey(key: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), FNV_PRIME);
  return mix(hash);
}

function hashLine(text: Uint8Array, start: number): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < text.length && text[i] !== SPACE; i += 1)
    hash = Math.imul(hash ^ text[i]!, FNV_PRIME);
  return mix(hash);
}

// FNV-1a leaves the upper bits of short keys uneven; the buckets need them even (the finish of MurmurHash3).
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
