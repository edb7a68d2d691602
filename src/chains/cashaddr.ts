import { bech32 } from '@scure/base';

const CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const CHECKSUM = 8;
/** Lengths of the hash in bytes, by the low three bits of the version byte. */
const HASH_LENGTHS = [20, 24, 28, 32, 40, 48, 56, 64];
const GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/** What a CashAddr holds. The version byte names the type (from bit 3 on) and the length of the hash (below). */
export interface CashAddress {
  readonly version: number;
  readonly hash: Uint8Array;
}

/**
 * Reads a CashAddr (Bitcoin Cash specification "Address format for Bitcoin Cash", CashAddr).
 *
 * @param payload what stands after the prefix's colon, in lower case
 * @returns null when checksum, version byte, length or padding does not hold
 */
export function decodeCashAddr(prefix: string, payload: string): CashAddress | null {
  const words = Array.from(payload, (char) => CHARACTERS.indexOf(char));
  if (words.includes(-1) || checksumOf(prefix, words) !== 0n) return null;
  const bytes = bech32.fromWordsUnsafe(words.slice(0, -CHECKSUM));
  if (!(bytes instanceof Uint8Array)) return null;
  const version = bytes[0]!;
  const hash = bytes.subarray(1);
  return version < 0x80 && hash.length === HASH_LENGTHS[version & 7] ? { version, hash } : null;
}

/** Writes one, without the prefix. */
export function encodeCashAddr(prefix: string, { version, hash }: CashAddress): string {
  const words = bech32.toWords(Uint8Array.of(version, ...hash));
  const checksum = checksumOf(prefix, [...words, ...new Array<number>(CHECKSUM).fill(0)]);
  const last = Array.from({ length: CHECKSUM }, (_, i) => Number((checksum >> BigInt(5 * (7 - i))) & 31n));
  return [...words, ...last].map((word) => CHARACTERS[word]).join('');
}

/** The 40-bit BCH code over the low five bits of the prefix, a zero and the words; 0 for words with their checksum. */
function checksumOf(prefix: string, words: readonly number[]): bigint {
  let rest = 1n;
  for (const word of [...Array.from(prefix, (char) => char.charCodeAt(0) & 31), 0, ...words]) {
    const top = rest >> 35n;
    rest = ((rest & 0x7ffffffffn) << 5n) ^ BigInt(word);
    for (const [bit, generator] of GENERATORS.entries()) {
      if ((top >> BigInt(bit)) & 1n) rest ^= generator;
    }
  }
  return rest ^ 1n;
}
