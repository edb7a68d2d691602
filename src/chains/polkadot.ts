import { blake2b } from '@noble/hashes/blake2.js';
import { base58 } from '@scure/base';
import { concat, toHex } from '../core/tuf/bytes.ts';
import { BASE58 } from './base58check.ts';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const KEY = 32;
const CHECKSUM = 2;
const ONE_BYTE_PREFIX = KEY + CHECKSUM + 1;
const TWO_BYTE_PREFIX = KEY + CHECKSUM + 2;
const SALT = 'SS58PRE';

/**
 * How an account of Polkadot and its relatives is written: SS58, base58 of the network's prefix (1 or 2 bytes), 32
 * bytes of account and 2 of checksum. That takes 46 characters or more unless the account starts with three zero bytes.
 */
export const polkadotSpelling: Spelling = {
  id: 'polkadot',
  pattern: `${BASE58}{46,49}`,
};

/**
 * Polkadot, Kusama, Bittensor and all other networks with SS58 (specification: Substrate, "SS58 address format"). One
 * account has another spelling in each of them, so the canonical form is its 32 bytes in hex. SS58 also knows 33-byte
 * public keys, which can not hold anything, and indices of 1 to 8 bytes, which are no longer in use: neither is read.
 */
export const polkadot = /* @__PURE__ */ chainOf(polkadotSpelling, {
  namespace: 'polkadot',
  canonicalPattern: '0[xX][0-9a-fA-F]{64}',
  read: (text) =>
    /^0x/i.test(text) ? { canonical: text.toLowerCase(), checksum: 'none' } : readSs58(base58.decode(text)),
  short: (text) => shorten(text),
});

function readSs58(bytes: Uint8Array): Reading | null {
  if (bytes.length !== lengthAfter(bytes[0]!)) return null;
  const checked = bytes.subarray(0, -CHECKSUM);
  const digest = blake2b(concat([new TextEncoder().encode(SALT), checked]));
  return {
    canonical: `0x${toHex(checked.subarray(-KEY))}`,
    checksum: bytes.at(-2) === digest[0] && bytes.at(-1) === digest[1] ? 'valid' : 'bad',
  };
}

/** The first byte says how long the prefix is: up to 63 it is all, up to 127 another follows, more is reserved. */
function lengthAfter(first: number): number | undefined {
  if (first < 64) return ONE_BYTE_PREFIX;
  return first < 128 ? TWO_BYTE_PREFIX : undefined;
}
