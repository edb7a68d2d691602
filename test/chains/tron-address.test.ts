import { sha256 } from '@noble/hashes/sha2.js';
import { base58, createBase58check } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/chains/address.ts';
import { tron } from '../../src/chains/tron.ts';
import { oneChanged } from './change.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

// TRON's developer documentation, "Account address format", and the contract of USDT.
const valid = [
  ['TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL', '418840e6c55b9ada326d211d818c34a994aeced808'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
] as const;

describe('TRON addresses', () => {
  test.each(valid)('%s holds %s', (text, hex) => {
    expect(Buffer.from(base58.decode(text)).toString('hex').slice(0, 42)).toBe(hex);
    expect(parseAddress(text)).toEqual({ key: `tron:${text}`, chain: 'tron', checksum: 'valid' });
  });

  test('another case is another text', () => {
    const text = valid[0][0];
    expect(parseAddress(text.toLowerCase())).toBeNull();
    expect(tron.checksum(text.toUpperCase())).toBe('bad');
  });

  test('a text that looks like one but has another version is not accepted', () => {
    const other = createBase58check(sha256).encode(Uint8Array.from([0x42, ...new Uint8Array(20)]));
    expect(other).toMatch(/^T.{33}$/);
    expect(parseAddress(other)?.checksum).toBe('bad');
  });

  test('one other character breaks the checksum', () => {
    const changed = fc
      .constantFrom(...valid.map(([text]) => text))
      .chain((text) => oneChanged(text, ALPHABET, 1));
    fc.assert(
      fc.property(changed, (text) => {
        expect(tron.checksum(text)).toBe('bad');
      }),
    );
  });
});
