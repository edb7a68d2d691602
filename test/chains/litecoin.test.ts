import { base58 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { sampleAddresses } from '../../scripts/demo/addresses.ts';
import { parseAddresses } from '../../src/chains/address.ts';
import { encodeChecked } from '../../src/chains/base58check.ts';
import { checksumIn } from './read.ts';

describe('Litecoin addresses', () => {
  // Litecoin Core, src/test/data/key_io_valid.json: main network, public key hash and script hash.
  test.each([
    'LT2KVaAy1ppRuxRgrS5RNU3vBsy7RibPeA',
    'LbfVMz974gbbGFqXF7FZUpSBWSbwBHDwR5',
    'MHrYRxAiMNBTku3eoDHwhA1LQGDjUStZW2',
    'M9dw1FAoWpHC6PcMzoCHhqQ9McvTyG5Ywj',
  ])('%s is one', (text) => {
    expect(parseAddresses(text)).toEqual([
      { key: `bip122:${text}`, chain: 'litecoin', text, checksum: 'valid', hasLookalikes: false },
    ]);
  });

  test('of segregated witness are those of Bitcoin with another prefix and so another checksum', () => {
    const { litecoin, bitcoin } = sampleAddresses('Baize test: Litecoin');
    for (const text of [litecoin, litecoin.toUpperCase()]) {
      expect(parseAddresses(text)).toMatchObject([{ key: `bip122:${litecoin}`, checksum: 'valid' }]);
    }
    expect(checksumIn(`ltc${bitcoin.slice(2)}`)).toBe('bad');
    expect(checksumIn(`bc${litecoin.slice(3)}`)).toBe('bad');
  });

  test('of base58 may begin like those of segregated witness', () => {
    const hash = base58.decode(`LTC1${'z'.repeat(15)}${'1'.repeat(15)}`).subarray(0, 21);
    const text = encodeChecked(hash);
    expect(text).toMatch(/^LTC1.{30}$/);
    expect(checksumIn(text)).toBe('valid');
  });

  // The same file: the test network, which is not money.
  test.each(['QXaUgLHkZcbJb2j5XgMYzY8cF9YM48Y81Z', 'mwXn5Vhicdav8Av3KMokx4YNuHoGRKxtWs'])(
    '%s is none',
    (text) => {
      expect(checksumIn(text)).not.toBe('valid');
    },
  );
});
