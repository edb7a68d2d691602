import { base58 } from '@scure/base';
import { BASE58 } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const KEY_BYTES = 32;

/**
 * How a Solana account is written: its 32 bytes in base58, no checksum. They take 43 or 44 characters, 42 if the
 * first is zero, which is written `1`, and fewer if more are: other short texts need no look.
 */
export const solanaSpelling: Spelling = {
  id: 'solana',
  pattern: `(?:${BASE58}{43,44}|1${BASE58}{41}|11${BASE58}{30,39})`,
};

/**
 * Solana. Accounts of programs lie off the curve and are accounts like any other, so 32 bytes are all there is to
 * check. A blob's id or a public key elsewhere looks the same.
 */
export const solana = /* @__PURE__ */ chainOf(solanaSpelling, {
  namespace: 'solana',
  hasLookalikes: true,
  read: (text) => (base58.decode(text).length === KEY_BYTES ? { canonical: text, checksum: 'none' } : null),
  short: (text) => shorten(text),
});
