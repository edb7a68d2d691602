import { sha256 } from '@noble/hashes/sha2.js';
import { base58, createBase58check } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { checksumIn, keysIn } from './read.ts';

// TRON's developer documentation, "Account address format", and the contract of USDT.
const valid = [
  ['TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL', '418840e6c55b9ada326d211d818c34a994aeced808'],
  ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
] as const;

describe('TRON addresses', () => {
  test.each(valid)('%s holds %s', (text, hex) => {
    expect(Buffer.from(base58.decode(text)).toString('hex').slice(0, 42)).toBe(hex);
    expect(keysIn(text)).toEqual([`tron:${text}`]);
    expect(checksumIn(text)).toBe('valid');
  });

  test('another case is another text', () => {
    const text = valid[0][0];
    expect(keysIn(text.toLowerCase())).toEqual([]);
    expect(checksumIn(text.replace('N', 'n'))).toBe('bad');
  });

  test('a text that looks like one but has another version is not accepted', () => {
    const other = createBase58check(sha256).encode(Uint8Array.from([0x42, ...new Uint8Array(20)]));
    expect(other).toMatch(/^T.{33}$/);
    expect(checksumIn(other)).toBe('bad');
  });

  test.each(valid)('%s is written in hex, too: %s, without a checksum', (text, hex) => {
    for (const spelled of [hex, hex.toUpperCase()]) {
      expect(parseAddresses(spelled)).toEqual([
        { key: `tron:${text}`, chain: 'tron', text: spelled, checksum: 'none', hasLookalikes: true },
      ]);
    }
  });

  test.each([`42${valid[0][1].slice(2)}`, `0x${valid[0][1]}`, valid[0][1].slice(0, -1), `${valid[0][1]}0`])(
    '%s is no address in hex',
    (text) => {
      expect(keysIn(text)).toEqual([]);
    },
  );
});
