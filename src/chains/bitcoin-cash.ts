import { encodeChecked } from './base58check.ts';
import { LEGACY, readLegacy } from './bitcoin.ts';
import { decodeCashAddr, encodeCashAddr } from './cashaddr.ts';
import { chainOf, type Spelling } from './chain.ts';
import { BECH32 } from './segwit.ts';
import { shorten } from './shorten.ts';

const PREFIX = 'bitcoincash';
/** Set in the version byte of what takes tokens (CHIP-2022-02). */
const WITH_TOKENS = 0x10;
/** Version bytes of base58, by those of a key's and a script's hash of 20 bytes. */
const LEGACY_VERSIONS: Readonly<Record<number, number>> = { 0: 0x00, 8: 0x05 };

/**
 * How a Bitcoin Cash address of the main network is written: `q…` (a key's hash) or `p…` (a script's hash, 20 or 32
 * bytes), `z…` and `r…` for the same with tokens, all with or without `bitcoincash:` before them. Its old spelling is
 * Bitcoin's, and read as such.
 */
export const bitcoinCashSpelling: Spelling = {
  id: 'bitcoin-cash',
  pattern: `(?:${PREFIX}:|${PREFIX.toUpperCase()}:)?(?:[qpzrQPZR]${BECH32}{41}|[prPR]${BECH32}{60})`,
};

/**
 * Bitcoin Cash, main network. Its canonical form is the old one: whoever has the key has the coins of both chains. A
 * script's hash of 32 bytes has none, and keeps `bitcoincash:p…`.
 */
export const bitcoinCash = /* @__PURE__ */ chainOf(bitcoinCashSpelling, {
  namespace: 'bip122',
  scheme: PREFIX,
  canonicalPattern: LEGACY,
  read: (text) => {
    if (/^[13]/.test(text)) return readLegacy(text);
    const lower = text.toLowerCase();
    if (text !== lower && text !== text.toUpperCase()) return null;
    const canonical = canonicalOf(withoutPrefix(lower));
    return canonical === null ? { canonical: lower, checksum: 'bad' } : { canonical, checksum: 'valid' };
  },
  short: (text) => shorten(withoutPrefix(text)),
});

function withoutPrefix(text: string): string {
  return text.slice(text.indexOf(':') + 1);
}

function canonicalOf(payload: string): string | null {
  const decoded = decodeCashAddr(PREFIX, payload);
  if (decoded === null) return null;
  const { hash } = decoded;
  const version = decoded.version & ~WITH_TOKENS;
  const legacy = LEGACY_VERSIONS[version];
  if (legacy !== undefined) return encodeChecked(Uint8Array.of(legacy, ...hash));
  return `${PREFIX}:${encodeCashAddr(PREFIX, { version, hash })}`;
}
