import { BASE58, isHashOf } from './base58check.ts';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { readWitness, WITNESS } from './segwit.ts';
import { shorten } from './shorten.ts';

const PREFIX = 'bc';
const P2PKH = 0x00;
const P2SH = 0x05;

/** Pattern of the base58 addresses, which Bitcoin Cash has, too. */
export const LEGACY = `1${BASE58}{25,33}|3${BASE58}{33}`;

/** How a Bitcoin address of the main network is written: base58 (`1…`, `3…`) or bech32 (`bc1…`). */
export const bitcoinSpelling: Spelling = {
  id: 'bitcoin',
  pattern: `(?:${LEGACY}|(?:bc|BC)1${WITNESS})`,
};

/** Bitcoin, main network: P2PKH, P2SH, and segregated witness of every version. */
export const bitcoin = /* @__PURE__ */ chainOf(bitcoinSpelling, {
  namespace: 'bip122',
  read: (text) => (isSegwit(text) ? readWitness(text, PREFIX) : readLegacy(text)),
  short: (text) => shorten(text, isSegwit(text) ? 'bc1'.length + 4 : undefined),
});

/** Reads a base58 address; there is one spelling of it. */
export function readLegacy(text: string): Reading {
  return { canonical: text, checksum: isHashOf(text, P2PKH, P2SH) ? 'valid' : 'bad' };
}

// 'B' and 'b' start no base58 address of the main network.
function isSegwit(text: string): boolean {
  return /^b/i.test(text);
}
