import { keccak_256 } from '@noble/hashes/sha3.js';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const HEX_FROM = 2;

/** How an EVM address is written: `0x` and 40 hex digits. */
export const eip155Spelling: Spelling = {
  id: 'eip155',
  // `0X` is no spelling of any standard, but wallets take it.
  pattern: '0[xX][0-9a-fA-F]{40}',
};

/** Every EVM chain: one address is one account on all of them. Its canonical form is lower case. */
export const eip155 = /* @__PURE__ */ chainOf(eip155Spelling, {
  namespace: 'eip155',
  scheme: 'ethereum',
  read,
  short: (text) => shorten(text),
});

/** Keccak takes five times what all else takes, and a look-up in a list needs no checksum: only who asks waits for it. */
function read(text: string): Reading {
  let known: Reading['checksum'] | undefined;
  return {
    canonical: text.toLowerCase(),
    get checksum() {
      known ??= checksum(text.slice(HEX_FROM));
      return known;
    },
  };
}

function checksum(hex: string): Reading['checksum'] {
  if (hex === hex.toLowerCase() || hex === hex.toUpperCase()) return 'none';
  return hex === mixedCase(hex.toLowerCase()) ? 'valid' : 'bad';
}

/** EIP-55: a letter is upper case where the digit at its place of the text's Keccak-256 is 8 or more. */
function mixedCase(hex: string): string {
  const hash = keccak_256(new TextEncoder().encode(hex));
  return Array.from(hex, (digit, i) => {
    const byte = hash[i >> 1]!;
    return (i % 2 === 0 ? byte >> 4 : byte & 15) >= 8 ? digit.toUpperCase() : digit;
  }).join('');
}
