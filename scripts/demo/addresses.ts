import { crc32 } from 'node:zlib';
import { blake2b } from '@noble/hashes/blake2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { base58, base58xmr, base58xrp, base64urlnopad, bech32, bech32m } from '@scure/base';
import { encodeChecked } from '../../src/chains/base58check.ts';
import { encodeCashAddr } from '../../src/chains/cashaddr.ts';

const bytes = (...parts: readonly (number | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * One wallet address of each chain, by the chain's id, as wallets show it. They are well-formed and belong to nobody:
 * their bytes are taken from the hash of a sentence, and the checksums are right.
 */
export function sampleAddresses(sentence: string) {
  const { hash, key, other } = seedOf(sentence);
  return {
    eip155: checksummed(bytesToHex(hash)),
    bitcoin: witness('bc', hash),
    litecoin: witness('ltc', hash),
    dogecoin: encodeChecked(bytes(0x1e, hash)),
    'bitcoin-cash': `bitcoincash:${encodeCashAddr('bitcoincash', { version: 0, hash })}`,
    tron: encodeChecked(bytes(0x41, hash)),
    solana: base58.encode(bytes(1, key.subarray(1))),
    ton: friendly(0x51, key),
    xrpl: encodeChecked(bytes(0, hash), base58xrp),
    cardano: plainBech32('addr', bytes(0x01, key.subarray(4), other.subarray(4))),
    monero: encodeChecked(bytes(18, key, other), base58xmr, keccak_256),
    polkadot: ss58(0, key),
    cosmos: plainBech32('cosmos', hash),
    sui: `0x${bytesToHex(key)}`,
    aptos: `0x${bytesToHex(other)}`,
  };
}

/** Other spellings: each is the same account as `sampleAddresses` gives for its chain, if it does not say otherwise. */
export function sampleSpellings(sentence: string) {
  const { hash, key, other } = seedOf(sentence);
  const hex = bytesToHex(hash);
  return {
    eip155Lower: `0x${hex}`,
    bitcoinUpper: witness('bc', hash).toUpperCase(),
    /** Accounts of their own: P2PKH, P2SH and Taproot. */
    bitcoinLegacy: encodeChecked(bytes(0x00, hash)),
    bitcoinScript: encodeChecked(bytes(0x05, hash)),
    bitcoinTaproot: bech32m.encode('bc', [1, ...bech32m.toWords(key)]),
    /** Accounts of their own. */
    litecoinLegacy: encodeChecked(bytes(0x30, hash)),
    litecoinScript: encodeChecked(bytes(0x32, hash)),
    dogecoinScript: encodeChecked(bytes(0x16, hash)),
    cashaddrBare: encodeCashAddr('bitcoincash', { version: 0, hash }),
    cashaddrUpper: `bitcoincash:${encodeCashAddr('bitcoincash', { version: 0, hash })}`.toUpperCase(),
    cashaddrTokens: `bitcoincash:${encodeCashAddr('bitcoincash', { version: 0x10, hash })}`,
    cashaddrLegacy: encodeChecked(bytes(0x00, hash)),
    tronHex: `41${hex}`,
    tonBounceable: friendly(0x11, key),
    tonNonBounceable: friendly(0x51, key),
    tonRaw: `0:${bytesToHex(key)}`,
    xAddress: encodeChecked(bytes(0x05, 0x44, hash, new Uint8Array(9)), base58xrp),
    xAddressTagged: encodeChecked(bytes(0x05, 0x44, hash, 1, 57, 48, new Uint8Array(6)), base58xrp),
    moneroIntegrated: encodeChecked(bytes(19, key, other, hash.subarray(0, 8)), base58xmr, keccak_256),
    /** An account of its own. */
    moneroSubaddress: encodeChecked(bytes(42, key, other), base58xmr, keccak_256),
    /** Accounts of their own: the stake address, and one of the Byron era. */
    cardanoStake: plainBech32('stake', bytes(0xe1, other.subarray(4))),
    cardanoByron: byron(key.subarray(4)),
    ss58Generic: ss58(42, key),
    ss58Kusama: ss58(2, key),
    cosmosOsmosis: plainBech32('osmo', hash),
    cosmosCelestia: plainBech32('celestia', hash),
    cosmosUpper: plainBech32('cosmos', hash).toUpperCase(),
  };
}

function seedOf(sentence: string) {
  const key = keccak_256(ascii(sentence));
  return { key, hash: key.slice(12), other: keccak_256(key) };
}

/** EIP-55: a letter is upper case where the hash of the lower-case address has a digit of 8 or more. */
function checksummed(hex: string): string {
  const hash = bytesToHex(keccak_256(ascii(hex)));
  const spelled = Array.from(hex, (digit, i) =>
    Number.parseInt(hash[i]!, 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${spelled.join('')}`;
}

/** BIP-173, version 0. */
function witness(prefix: string, hash: Uint8Array): string {
  return bech32.encode(prefix, [0, ...bech32.toWords(hash)]);
}

function plainBech32(prefix: string, data: Uint8Array): string {
  return bech32.encode(prefix, bech32.toWords(data), false);
}

/** TEP-2, workchain 0, with its CRC-16. */
function friendly(tag: number, key: Uint8Array): string {
  const data = bytes(tag, 0, key);
  let crc = 0;
  for (const bit of data.reduce((bits, byte) => bits + byte.toString(2).padStart(8, '0'), '')) {
    const carry = (crc >> 15) ^ Number(bit);
    crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
  }
  return base64urlnopad.encode(bytes(data, crc >> 8, crc & 0xff));
}

/** SS58 with a prefix of one byte. */
function ss58(network: number, key: Uint8Array): string {
  const checksum = blake2b(bytes(ascii('SS58PRE'), network, key), { dkLen: 64 }).subarray(0, 2);
  return base58.encode(bytes(network, key, checksum));
}

/** CIP-19, Byron: CBOR of a payload [hash, no attributes, type 0] and of its CRC-32. */
function byron(hash: Uint8Array): string {
  const payload = bytes(0x83, 0x58, 28, hash, 0xa0, 0x00);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(payload));
  return base58.encode(bytes(0x82, 0xd8, 0x18, 0x58, payload.length, payload, 0x1a, crc));
}
