import { bech32, bech32m } from '@scure/base';
import { BASE58, isHashOf } from './base58check.ts';
import { type Spelling, withChecksum } from './chain.ts';

const BECH32 = '[02-9ac-hj-np-zAC-HJ-NP-Z]';
const PREFIX = 'bc';
const LONGEST = 90;
const HIGHEST_VERSION = 16;
const P2PKH = 0x00;
const P2SH = 0x05;

/**
 * How a Bitcoin address of the main network is written: base58 (`1…`, `3…`), whose spelling is unique, or bech32
 * (`bc1…`), which is all lower or all upper case (BIP-173) and canonical in lower case.
 */
export const bip122Spelling: Spelling = {
  id: 'bip122',
  // After `bc1`: a version, 2 to 40 bytes in groups of 5 bits, 6 characters of checksum.
  pattern: `(?:1${BASE58}{25,33}|3${BASE58}{33}|[bB][cC]1${BECH32}{11,71})`,
  canonical: (text) => {
    if (!isSegwit(text)) return text;
    const lower = text.toLowerCase();
    return text === lower || text === text.toUpperCase() ? lower : null;
  },
};

/** Bitcoin, main network: P2PKH, P2SH, and segregated witness of every version. */
export const bip122 = /* @__PURE__ */ withChecksum(bip122Spelling, (text) =>
  (isSegwit(text) ? isWitness(text) : isHashOf(text, P2PKH, P2SH)) ? 'valid' : 'bad',
);

// 'B' and 'b' start no base58 address of the main network.
function isSegwit(text: string): boolean {
  return text.startsWith('b') || text.startsWith('B');
}

/** BIP-173 "Segwit address format", with the checksum of BIP-350 from version 1 on. */
function isWitness(text: string): boolean {
  const version0 = text.charAt(3).toLowerCase() === 'q';
  const codec = version0 ? bech32 : bech32m;
  const decoded = codec.decodeUnsafe(text, LONGEST);
  if (!decoded || decoded.prefix !== PREFIX || decoded.words[0]! > HIGHEST_VERSION) return false;
  const program = codec.fromWordsUnsafe(decoded.words.slice(1));
  // The pattern has bounded the length already; version 0 knows two.
  return program instanceof Uint8Array && (!version0 || program.length === 20 || program.length === 32);
}
