import { BASE58, isHashOf } from './base58check.ts';
import { type Spelling, withChecksum } from './chain.ts';

const MAIN_NETWORK = 0x41;

/** How a TRON address is written: version 0x41 makes every one 34 base58 characters from `T` on; one spelling. */
export const tronSpelling: Spelling = {
  id: 'tron',
  pattern: `T${BASE58}{33}`,
  canonical: (text) => text,
};

/** TRON, where most USDT moves. */
export const tron = /* @__PURE__ */ withChecksum(tronSpelling, (text) =>
  isHashOf(text, MAIN_NETWORK) ? 'valid' : 'bad',
);
