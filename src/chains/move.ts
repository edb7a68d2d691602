import type { Chain, Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const FULL = '[0-9a-fA-F]{64}';

/** How the chains with Move write an address in full: `0x` and 64 hex digits. No checksum. */
export function moveSpelling(id: string): Spelling {
  return { id, pattern: `0[xX]${FULL}` };
}

/**
 * A chain with Move. Its canonical form is in full and in lower case. Leading zeros may be dropped (`0x1`, AIP-40), but
 * that is read only in a key: in a text `0x1` is a number. 40 digits are not read even there: that is an EVM address
 * under the wrong name, not one whose first 24 digits happen to be zero. Transactions, blocks and private keys look
 * the same.
 */
export function moveChain(spelling: Spelling): Chain {
  return {
    ...spelling,
    namespace: spelling.id,
    canonicalPattern: '0[xX](?:[0-9a-fA-F]{1,39}|[0-9a-fA-F]{41,63})',
    hasLookalikes: true,
    read: (text) => ({
      canonical: `0x${text.slice('0x'.length).toLowerCase().padStart(64, '0')}`,
      checksum: 'none',
    }),
    short: (text) => shorten(text),
  };
}
