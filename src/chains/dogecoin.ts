import { BASE58, isHashOf } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const P2PKH = 0x1e;
const P2SH = 0x16;

/** How a Dogecoin address of the main network is written: base58, `D…` for a key, `9…` or `A…` for a script. */
export const dogecoinSpelling: Spelling = {
  id: 'dogecoin',
  pattern: `[D9A]${BASE58}{33}`,
};

/** Dogecoin, main network. */
export const dogecoin = /* @__PURE__ */ chainOf(dogecoinSpelling, {
  namespace: 'bip122',
  read: (text) => ({ canonical: text, checksum: isHashOf(text, P2PKH, P2SH) ? 'valid' : 'bad' }),
  short: (text) => shorten(text),
});
