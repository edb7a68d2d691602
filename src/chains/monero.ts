import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr } from '@scure/base';
import { BASE58, decodeChecked, encodeChecked } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const STANDARD = 18;
const INTEGRATED = 19;
const SUBADDRESS = 42;
/** The network's byte and two public keys. */
const LENGTH = 65;
const PAYMENT_ID = 8;

/**
 * How a Monero address of the main network is written: base58 in blocks of 8 bytes, `4…` (standard), `8…` (subaddress),
 * and longer `4…` (integrated: with a payment id).
 */
export const moneroSpelling: Spelling = {
  id: 'monero',
  pattern: `(?:[48]${BASE58}{94}|4${BASE58}{105})`,
};

/** Monero, main network. An integrated address is canonical without its payment id: the wallet is the same. */
export const monero = /* @__PURE__ */ chainOf(moneroSpelling, {
  namespace: 'monero',
  read: (text) => {
    const bytes = decodeChecked(text, base58xmr, keccak_256);
    const canonical = bytes === null ? null : canonicalOf(text, bytes);
    return canonical === null ? { canonical: text, checksum: 'bad' } : { canonical, checksum: 'valid' };
  },
  short: (text) => shorten(text),
});

function canonicalOf(text: string, bytes: Uint8Array): string | null {
  const network = bytes[0]!;
  if (bytes.length === LENGTH && (network === STANDARD || network === SUBADDRESS)) return text;
  if (bytes.length !== LENGTH + PAYMENT_ID || network !== INTEGRATED) return null;
  return encodeChecked(Uint8Array.of(STANDARD, ...bytes.subarray(1, LENGTH)), base58xmr, keccak_256);
}
