import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';

const codec = /* @__PURE__ */ createBase58check(sha256);

/** Pattern of one base58 character: digits and letters without 0, O, I and l. */
export const BASE58 = '[1-9A-HJ-NP-Za-km-z]';

/**
 * Whether a text is Base58Check of one version byte and a 20-byte hash, as Bitcoin brought it up and TRON took it.
 *
 * @param versions the version bytes allowed
 */
export function isHashOf(text: string, ...versions: number[]): boolean {
  const bytes = decode(text);
  return bytes !== null && bytes.length === 21 && versions.includes(bytes[0]!);
}

function decode(text: string): Uint8Array | null {
  try {
    return codec.decode(text);
  } catch {
    return null;
  }
}
