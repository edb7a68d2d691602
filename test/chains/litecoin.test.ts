import { describe, expect, test } from 'vitest';
import { sampleAddresses } from '../../scripts/demo/addresses.ts';
import { parseAddresses } from '../../src/chains/address.ts';
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
    expect(parseAddresses(litecoin.toUpperCase())[0]).toMatchObject({
      key: `bip122:${litecoin}`,
      checksum: 'valid',
    });
    expect(checksumIn(`ltc${bitcoin.slice(2)}`)).toBe('bad');
    expect(checksumIn(`bc${litecoin.slice(3)}`)).toBe('bad');
  });

  // The same file: the test network, which is not money.
  test.each(['QXaUgLHkZcbJb2j5XgMYzY8cF9YM48Y81Z', 'mwXn5Vhicdav8Av3KMokx4YNuHoGRKxtWs'])(
    '%s is none',
    (text) => {
      expect(checksumIn(text)).not.toBe('valid');
    },
  );
});
