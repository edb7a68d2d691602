import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { bech32, createBase58check } from '@scure/base';

/** One wallet address of each chain, as people write them. */
export interface SampleAddresses {
  readonly eip155: string;
  readonly bip122: string;
  readonly tron: string;
}

/**
 * Well-formed addresses that belong to nobody: the 20 bytes of each are taken from the hash of a sentence, and the
 * checksum is right (EIP-55, BIP-173, Base58Check).
 */
export function sampleAddresses(sentence: string): SampleAddresses {
  const bytes = keccak_256(new TextEncoder().encode(sentence)).slice(12);
  return {
    eip155: checksummed(bytesToHex(bytes)),
    bip122: bech32.encode('bc', [0, ...bech32.toWords(bytes)]),
    tron: createBase58check(sha256).encode(Uint8Array.of(0x41, ...bytes)),
  };
}

/** EIP-55: a letter is upper case where the hash of the lower-case address has a digit of 8 or more. */
function checksummed(hex: string): string {
  const hash = bytesToHex(keccak_256(new TextEncoder().encode(hex)));
  const spelled = Array.from(hex, (digit, i) =>
    Number.parseInt(hash[i]!, 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${spelled.join('')}`;
}
