import { bech32, bech32m } from '@scure/base';
import type { Reading } from './chain.ts';

const LONGEST = 90;
const HIGHEST_VERSION = 16;

/** Pattern of one character of the data part of bech32, in either case: all but 1, b, i and o (BIP-173). */
export const BECH32 = '[02-9ac-hj-np-zAC-HJ-NP-Z]';

/** Pattern of what follows `bc1`: a version, 2 to 40 bytes in groups of 5 bits, 6 characters of checksum. */
export const WITNESS = `${BECH32}{11,71}`;

/**
 * Reads a segregated witness address: all lower or all upper case, canonical in lower case (BIP-173, "Bech32").
 *
 * @param prefix the human-readable part of its chain, which the text has been found to start with
 * @returns null when the case is mixed
 */
export function readWitness(text: string, prefix: string): Reading | null {
  const canonical = text.toLowerCase();
  if (text !== canonical && text !== text.toUpperCase()) return null;
  return { canonical, checksum: isWitness(canonical, prefix) ? 'valid' : 'bad' };
}

/** BIP-173 "Segwit address format", with the checksum of BIP-350 from version 1 on. @param text in lower case */
function isWitness(text: string, prefix: string): boolean {
  const version0 = text.charAt(prefix.length + 1) === 'q';
  const codec = version0 ? bech32 : bech32m;
  const decoded = codec.decodeUnsafe(text, LONGEST);
  if (!decoded || decoded.words[0]! > HIGHEST_VERSION) return false;
  const program = codec.fromWordsUnsafe(decoded.words.slice(1));
  // The pattern has bounded the length already; version 0 knows two.
  return program instanceof Uint8Array && (!version0 || program.length === 20 || program.length === 32);
}
