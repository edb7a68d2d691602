import { bech32, bech32m } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { everyChange } from './change.ts';

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

// LocalTerra's first account, a token's contract, a transfer of Osmosis to oneself, ZetaChain's "Account Addresses".
const valid = [
  ['terra1dcegyrekltswvyy0xy69ydgxn9x8x32zdtapd8', '0x6e32820f36fae0e6108f3134523506994c734542'],
  [
    'terra1nsuqsk6kh58ulczatwev87ttq2z6r3pusulg9r24mfj2fvtzd4uq3exn26',
    '0x9c38085b56bd0fcfe05d5bb2c3f96b0285a1c43c873e828d55da64a4b1626d78',
  ],
  ['osmo1f2f9vryyu53gr8vhsksn66kugnxaa7k8jdpk0e', '0x4a92560c84e522819d9785a13d6adc44cddefac7'],
  ['cosmos1f2f9vryyu53gr8vhsksn66kugnxaa7k86kjxet', '0x4a92560c84e522819d9785a13d6adc44cddefac7'],
  ['zeta19nfaqu9wr0fktyyampva98ec025kjy0phww5um', '0x2cd3d070ae1bd365909dd859d29f387aa96911e1'],
] as const;

const read = (text: string) => parseAddresses(text).find(({ chain }) => chain === 'cosmos');

const account = (prefix: string, bytes: Uint8Array) => bech32.encode(prefix, bech32.toWords(bytes));

describe('Cosmos addresses', () => {
  test.each(valid)('%s holds %s', (text, canonical) => {
    const address = { key: `cosmos:${canonical}`, chain: 'cosmos', checksum: 'valid', hasLookalikes: false };
    expect(parseAddresses(text)).toEqual([{ ...address, text }]);
    expect(parseAddresses(text.toUpperCase())).toMatchObject([address]);
    expect(parseAddresses(`cosmos:${text}`)).toEqual([{ ...address, text }]);
    expect(parseAddresses(address.key)).toMatchObject([{ key: address.key, checksum: 'none' }]);
    expect(parseAddresses(`cosmos:${canonical.toUpperCase()}`)).toMatchObject([{ key: address.key }]);
  });

  test('an account has one key under all prefixes', () => {
    const bytes = fc.constantFrom(20, 32).chain((n) => fc.uint8Array({ minLength: n, maxLength: n }));
    const prefixes = fc.constantFrom(
      'cosmos',
      'osmo',
      'celestia',
      'juno',
      'noble',
      'persistence',
      'zeta',
      'bbn',
    );
    fc.assert(
      fc.property(bytes, prefixes, (key, prefix) => {
        const expected = `cosmos:0x${Buffer.from(key).toString('hex')}`;
        expect(parseAddresses(account(prefix, key))).toMatchObject([{ key: expected, checksum: 'valid' }]);
        expect(parseAddresses(expected)).toMatchObject([{ key: expected }]);
      }),
    );
  });

  test.each(valid)('any other character in %s breaks the checksum', (text) => {
    for (const changed of everyChange(text, BECH32, text.indexOf('1') + 1)) {
      // Two of them are Solana accounts to look at.
      expect(read(changed)?.checksum ?? 'bad', changed).toBe('bad');
    }
  });

  test('a prefix for another chain or another purpose is not read', () => {
    const bytes = new Uint8Array(20).fill(7);
    for (const prefix of [
      'zil',
      'npub',
      'bc',
      'cosmosvaloper',
      'cosmosvalcons',
      'cosmospub',
      'smo',
      'xosmo',
    ]) {
      expect(read(account(prefix, bytes)), prefix).toBeUndefined();
    }
  });

  test('another length, another checksum, mixed case', () => {
    for (const length of [19, 21, 31, 33]) {
      expect(parseAddresses(account('cosmos', new Uint8Array(length)))).toEqual([]);
    }
    const other = bech32m.encode('cosmos', bech32m.toWords(new Uint8Array(20)));
    expect(parseAddresses(other)).toMatchObject([{ checksum: 'bad' }]);
    expect(parseAddresses(valid[3][0].replace('cosmos1f', 'cosmos1F'))).toEqual([]);
  });

  test('the padding after 32 bytes is zero', () => {
    const words = bech32.toWords(new Uint8Array(32));
    words[words.length - 1] = 1;
    expect(parseAddresses(bech32.encode('cosmos', words))).toEqual([]);
  });
});
