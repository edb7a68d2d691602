import { fromHex } from '../core/tuf/bytes.ts';
import { BASE58, encodeChecked, isHashOf } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const MAIN_NETWORK = 0x41;

/**
 * How a TRON address is written: version 0x41 makes every one 34 base58 characters from `T` on. Nodes and contracts
 * write the same 21 bytes in hex.
 */
export const tronSpelling: Spelling = {
  id: 'tron',
  pattern: `(?:T${BASE58}{33}|41[0-9a-fA-F]{40})`,
};

/** TRON, where most USDT moves. Its canonical form is base58; hex has no checksum and looks like any other hex. */
export const tron = /* @__PURE__ */ chainOf(tronSpelling, {
  namespace: 'tron',
  hasLookalikes: true,
  read: (text) =>
    text.startsWith('T')
      ? { canonical: text, checksum: isHashOf(text, MAIN_NETWORK) ? 'valid' : 'bad' }
      : { canonical: encodeChecked(fromHex(text)!), checksum: 'none' },
  short: (text) => shorten(text),
});
