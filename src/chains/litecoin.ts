import { BASE58, isHashOf } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { readWitness, WITNESS } from './segwit.ts';
import { shorten } from './shorten.ts';

const PREFIX = 'ltc';
const P2PKH = 0x30;
const P2SH = 0x32;

/**
 * How a Litecoin address of the main network is written: base58 (`L…`, `M…`) or bech32 (`ltc1…`). Its old P2SH
 * addresses (`3…`) are spelled as Bitcoin's, and read as such.
 */
export const litecoinSpelling: Spelling = {
  id: 'litecoin',
  pattern: `(?:[LM]${BASE58}{33}|(?:ltc|LTC)1${WITNESS})`,
};

/** Litecoin, main network. */
export const litecoin = /* @__PURE__ */ chainOf(litecoinSpelling, {
  namespace: 'bip122',
  read: (text) =>
    isSegwit(text)
      ? readWitness(text, PREFIX)
      : { canonical: text, checksum: isHashOf(text, P2PKH, P2SH) ? 'valid' : 'bad' },
  short: (text) => shorten(text, isSegwit(text) ? 'ltc1'.length + 4 : undefined),
});

// `LTC1…` may be base58, too, but then hardly all in upper case.
function isSegwit(text: string): boolean {
  return text.startsWith('l') || /^LTC1[^a-z]+$/.test(text);
}
