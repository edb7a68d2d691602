import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { polkadot } from '../../src/chains/polkadot.ts';
import { BASE58_ALPHABET, encode58 } from './base58-twin.ts';
import { everyChange } from './change.ts';
import { ss58, withChecksum } from './ss58-twin.ts';

// Substrate's documentation: the well-known development key "Alice" under prefixes 42, 0, 2, 64, 255 and 256.
const alice = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
const spellings = [
  ['42', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'],
  ['0', '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'],
  ['2', 'HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F'],
  ['64', 'cEaNSpz4PxFcZ7nT1VEKrKewH67rfx6MfcM6yKojyyPz7qaqp'],
  ['255', 'yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg'],
  ['256', 'VByeGLMtP8r8BYQpNX1sb2VtAW8GYCbtFAeXJwsA2ur3MNRdq'],
] as const;

const someAccount = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('SS58', () => {
  test.each(spellings)('Alice under prefix %s is Alice', (prefix, text) => {
    expect(ss58(Number(prefix), Buffer.from(alice.slice(2), 'hex'))).toBe(text);
    expect(parseAddresses(text)).toEqual([
      { key: `polkadot:${alice}`, chain: 'polkadot', text, checksum: 'valid', hasLookalikes: false },
    ]);
  });

  test('the key is read as a key, and not in a text', () => {
    expect(parseAddresses(`polkadot:${alice}`)).toMatchObject([
      { key: `polkadot:${alice}`, checksum: 'none' },
    ]);
    expect(parseAddresses(`polkadot:${alice.toUpperCase()}`)).toMatchObject([{ key: `polkadot:${alice}` }]);
    expect(parseAddresses(alice).map(({ chain }) => chain)).not.toContain('polkadot');
  });

  test('an account has one key under all 16,384 prefixes', () => {
    fc.assert(
      fc.property(
        someAccount,
        fc.oneof(fc.constantFrom(0, 63, 64, 255, 256, 16_383), fc.nat(16_383)),
        (account, prefix) => {
          const key = `polkadot:0x${Buffer.from(account).toString('hex')}`;
          expect(parseAddresses(ss58(prefix, account))).toMatchObject([{ key, checksum: 'valid' }]);
          expect(parseAddresses(key)).toMatchObject([{ key }]);
        },
      ),
      { numRuns: 500 },
    );
  });

  // 16 bits of checksum let one change in 65,536 through; these accounts have no such change.
  test.each(spellings)('any other character breaks the checksum under prefix %s', (_, text) => {
    for (const changed of everyChange(text, BASE58_ALPHABET)) {
      expect(polkadot.read(changed)?.checksum ?? 'bad', changed).toBe('bad');
    }
  });

  test('a reserved prefix, and a checksum over too little, do not hold', () => {
    const account = Buffer.from(alice.slice(2), 'hex');
    expect(polkadot.read(withChecksum([128, ...account]))).toBeNull();
    expect(polkadot.read(withChecksum([128, 0, ...account]))).toBeNull();
    expect(polkadot.read(withChecksum([0x40 | 10, ...account]))).toBeNull();
    const bare = createHash('blake2b512')
      .update(Uint8Array.from([42, ...account]))
      .digest();
    expect(polkadot.read(encode58(Uint8Array.from([42, ...account, bare[0]!, bare[1]!])))?.checksum).toBe(
      'bad',
    );
  });

  test('a 33-byte public key and an account index are no account', () => {
    const publicKey = withChecksum([42, 2, ...Buffer.from(alice.slice(2), 'hex')]);
    expect(parseAddresses(publicKey)).toEqual([]);
    expect(parseAddresses(withChecksum([42, 1], 1))).toEqual([]);
  });
});
