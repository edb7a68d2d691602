import { base58xrp } from '@scure/base';
import { BASE58, decodeChecked, encodeChecked } from './base58check.ts';
import { chainOf, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const ACCOUNT = 0x00;
const HASH = 20;
/** XLS-5: prefix of the main network, the account, a byte of flags, 8 bytes of tag. */
const X_PREFIX = [0x05, 0x44] as const;
const X_LENGTH = 2 + HASH + 1 + 8;
const TAG = 4;

/** How an account of the XRP Ledger is written: classic (`r…`), or with the destination tag in it (`X…`). */
export const xrplSpelling: Spelling = {
  id: 'xrpl',
  pattern: `(?:r${BASE58}{24,34}|X${BASE58}{46})`,
};

/** The XRP Ledger, main network. The canonical form is classic: a tag names a customer of the account's owner. */
export const xrpl = /* @__PURE__ */ chainOf(xrplSpelling, {
  namespace: 'xrpl',
  scheme: 'ripple',
  read: (text) => {
    const account = readAccount(text);
    return account === null
      ? { canonical: text, checksum: 'bad' }
      : { canonical: encodeChecked(account, base58xrp), checksum: 'valid' };
  },
  short: (text) => shorten(text),
});

/** The bytes of the classic address. */
function readAccount(text: string): Uint8Array | null {
  const bytes = decodeChecked(text, base58xrp);
  if (bytes === null) return null;
  if (bytes.length === X_LENGTH) return accountOf(bytes);
  // A leading `r` is the digit zero, and so the version byte.
  return bytes.length === 1 + HASH ? bytes : null;
}

/** XLS-5, "Specification": no tag, or one of 32 bits; every byte that is not in use is zero. */
function accountOf(bytes: Uint8Array): Uint8Array | null {
  const flags = bytes[2 + HASH]!;
  const unused = bytes.subarray(2 + HASH + 1 + (flags === 1 ? TAG : 0));
  const holds =
    X_PREFIX.every((byte, i) => bytes[i] === byte) && flags <= 1 && unused.every((byte) => byte === 0);
  return holds ? Uint8Array.of(ACCOUNT, ...bytes.subarray(2, 2 + HASH)) : null;
}
