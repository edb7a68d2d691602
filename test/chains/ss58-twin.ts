import { createHash } from 'node:crypto';
import { encode58 } from './base58-twin.ts';

/** Base58 of bytes and the first of their SS58 checksum's bytes. */
export function withChecksum(body: readonly number[], checksum = 2): string {
  const digest = createHash('blake2b512').update('SS58PRE').update(Uint8Array.from(body)).digest();
  return encode58(Uint8Array.from([...body, ...digest.subarray(0, checksum)]));
}

/** SS58 from a prefix's number: up to 63 one byte; else 14 bits, the lower 8 of them spread over both bytes. */
export function ss58(prefix: number, account: Iterable<number>): string {
  if (prefix < 64) return withChecksum([prefix, ...account]);
  const first = 0b0100_0000 | ((prefix & 0b1111_1100) >> 2);
  const second = (prefix >> 8) | ((prefix & 0b11) << 6);
  return withChecksum([first, second, ...account]);
}
