import { base58 } from '@scure/base';
import { toHex } from '../core/tuf/bytes.ts';
import { BASE58 } from './base58check.ts';
import { readBech32 } from './bech32.ts';
import { chainOf, type Reading, type Spelling } from './chain.ts';
import { BECH32 } from './segwit.ts';
import { shorten } from './shorten.ts';

/**
 * How a Cardano address of the main network is written (CIP-19): bech32 (`addr1…`, `stake1…`), or, from the Byron era,
 * base58 of CBOR. Byron addresses with a derivation path start with `DdzFF`, those without with `Ae2`; both have one
 * length.
 */
export const cardanoSpelling: Spelling = {
  id: 'cardano',
  pattern: `(?:(?:addr|ADDR)1${BECH32}{53,98}|(?:stake|STAKE)1${BECH32}{53}|Ae2${BASE58}{56}|DdzFF${BASE58}{99})`,
};

/** Cardano. Canonical is bech32 in lower case, and Byron's base58 as it is. */
export const cardano = /* @__PURE__ */ chainOf(cardanoSpelling, {
  namespace: 'cip34',
  scheme: 'web+cardano',
  read: (text) => (isByron(text) ? readByron(text) : readShelley(text)),
  short: (text) => shorten(text, isByron(text) ? BYRON_ALIKE + 4 : text.indexOf('1') + 5),
});

/** How many characters all Byron addresses of one sort start with. */
const BYRON_ALIKE = 11;

// No `Ae2` or `Ddz` is bech32: that has one case.
function isByron(text: string): boolean {
  return /^(?:Ae2|Ddz)/.test(text);
}

/**
 * The hex of what the prefix stands before. Types 0 to 3 hold two hashes of 28 bytes; 4 and 5 a hash and a pointer,
 * three numbers whose bytes but the last have the highest bit set; 6 and 7 a hash; 14 and 15, for stake, a hash. The
 * second digit is the network: 1, the main one.
 */
const shelley: Readonly<Record<string, RegExp>> = {
  addr: /^(?:[0-3]1.{112}|[45]1.{56}(?:(?:[89a-f].)*[0-7].){3}|[67]1.{56})$/,
  stake: /^[ef]1.{56}$/,
};

function readShelley(spelled: string): Reading | null {
  const read = readBech32(spelled);
  if (read === null) return null;
  const prefix = read.text.slice(0, read.text.indexOf('1'));
  return shelley[prefix]!.test(toHex(read.bytes)) ? { canonical: read.text, checksum: read.checksum } : null;
}

/**
 * CBOR of [tag 24 over the bytes of a payload, CRC-32 of these]; the payload is [hash, attributes, type]. There is no
 * attribute, or one, the encrypted derivation path. (Another one would say: a test network.)
 */
const byron = /^82d81858(?:2183581c.{56}a00[02]|4283581c.{56}a101581e581c.{56}00)1a.{8}$/;
const PAYLOAD_FROM = 5;
const PAYLOAD_TO = -5;
const CHECKSUM = 4;

function readByron(text: string): Reading | null {
  const bytes = base58.decode(text);
  if (!byron.test(toHex(bytes))) return null;
  const checksum = crc32(bytes.subarray(PAYLOAD_FROM, PAYLOAD_TO));
  const holds = checksum === Number.parseInt(toHex(bytes.subarray(-CHECKSUM)), 16);
  return { canonical: text, checksum: holds ? 'valid' : 'bad' };
}

/** CRC-32 as Ethernet has it (ISO 3309): polynomial 0xedb88320, lowest bit first. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
