import { base64 } from '@scure/base';
import { toHex } from '../core/tuf/bytes.ts';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { shorten } from './shorten.ts';

const WORKCHAIN_AT = 1;
const ACCOUNT_AT = 2;
const CHECKSUM_AT = 34;
const MASTERCHAIN = 0xff;

/**
 * How a TON account is written (TEP-2): raw, `workchain:hex`, or as 48 characters of base64url or base64. The first
 * three of these hold a tag (0x11 bounceable, 0x51 not) and the workchain (0 or -1); the tags of test networks, which
 * make `k…` and `0…`, are left out.
 */
export const tonSpelling: Spelling = {
  id: 'ton',
  pattern: '(?:[EU](?:Q[A-D]|f[89+/_-])[0-9A-Za-z+/_-]{45}|(?:0|-1):[0-9a-fA-F]{64})',
};

/**
 * TON. Its canonical form is raw in lower case: bounceable or not is how coins are sent, not where they go. Raw has no
 * checksum, but nothing else puts `0:` or `-1:` before 64 hex digits, so it counts as an address at sight.
 */
export const ton = /* @__PURE__ */ chainOf(tonSpelling, {
  namespace: 'tvm',
  read: (text) =>
    text.includes(':') ? { canonical: text.toLowerCase(), checksum: 'none' } : readFriendly(text),
  short: (text) => shorten(text, text.startsWith('-') ? 7 : undefined),
});

// The pattern has settled tag and workchain. Wallets take the two alphabets even in one text.
function readFriendly(text: string): Reading {
  const bytes = base64.decode(text.replaceAll('-', '+').replaceAll('_', '/'));
  const workchain = bytes[WORKCHAIN_AT] === MASTERCHAIN ? -1 : 0;
  const checksum = (bytes[CHECKSUM_AT]! << 8) | bytes[CHECKSUM_AT + 1]!;
  return {
    canonical: `${workchain}:${toHex(bytes.subarray(ACCOUNT_AT, CHECKSUM_AT))}`,
    checksum: crc16(bytes.subarray(0, CHECKSUM_AT)) === checksum ? 'valid' : 'bad',
  };
}

/** CRC-16/XMODEM, which TEP-2 calls CRC16-CCITT: polynomial 0x1021, from 0 on, highest bit first. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  }
  return crc & 0xffff;
}
