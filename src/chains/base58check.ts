import { sha256 } from '@noble/hashes/sha2.js';
import { type BytesCoder, base58 } from '@scure/base';
import { concat } from '../core/tuf/bytes.ts';

type Hash = (bytes: Uint8Array) => Uint8Array;

const CHECKSUM = 4;

/** Pattern of one base58 character: digits and letters without 0, O, I and l. */
export const BASE58 = '[1-9A-HJ-NP-Za-km-z]';

const doubleSha256: Hash = (bytes) => sha256(sha256(bytes));

/**
 * Writes bytes and the first 4 bytes of their hash: Base58Check, as Bitcoin brought it up, unless another alphabet and
 * another hash are given.
 */
export function encodeChecked(bytes: Uint8Array, alphabet: BytesCoder = base58, hash = doubleSha256): string {
  return alphabet.encode(concat([bytes, hash(bytes).subarray(0, CHECKSUM)]));
}

/** The bytes that `encodeChecked` wrote; null when the checksum does not hold. */
export function decodeChecked(
  text: string,
  alphabet: BytesCoder = base58,
  hash = doubleSha256,
): Uint8Array | null {
  const whole = decode(text, alphabet);
  if (whole === null || whole.length < CHECKSUM) return null;
  const bytes = whole.subarray(0, -CHECKSUM);
  const expected = hash(bytes);
  return whole.subarray(-CHECKSUM).every((byte, i) => byte === expected[i]) ? bytes : null;
}

function decode(text: string, alphabet: BytesCoder): Uint8Array | null {
  try {
    return alphabet.decode(text);
  } catch {
    return null;
  }
}

/**
 * Whether a text is Base58Check of one version byte and a 20-byte hash, as Bitcoin has it and many took it from there.
 *
 * @param versions the version bytes allowed
 */
export function isHashOf(text: string, ...versions: number[]): boolean {
  const bytes = decodeChecked(text);
  return bytes !== null && bytes.length === 21 && versions.includes(bytes[0]!);
}
