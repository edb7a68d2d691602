import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { solana } from '../../src/chains/solana.ts';
import { BASE58_ALPHABET, bytesIn58, encode58 } from './base58-twin.ts';

const whole = new RegExp(`^(?:${solana.pattern})$`);

// Solana's documentation: native programs, the token program, wrapped SOL, a system variable.
const valid = [
  'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  'So11111111111111111111111111111111111111112',
  'SysvarC1ock11111111111111111111111111111111',
  'Vote111111111111111111111111111111111111111',
  '11111111111111111111111111111111',
];

describe('Solana addresses', () => {
  test.each(valid)('%s is read as it is', (text) => {
    const address = { key: `solana:${text}`, chain: 'solana', text, checksum: 'none', hasLookalikes: true };
    expect(parseAddresses(text)).toEqual([address]);
    expect(parseAddresses(`solana:${text}`)).toEqual([address]);
  });

  // The associated token account of a wallet: found by going off the curve on purpose.
  test('an account off the curve is an account', () => {
    const zeroes = encode58(Uint8Array.from({ length: 32 }, () => 0xff));
    expect(solana.read(zeroes)).toEqual({ canonical: zeroes, checksum: 'none' });
  });

  test('every 32 bytes are read, and by the pattern too', () => {
    const keys = fc
      .tuple(fc.nat(32), fc.uint8Array({ minLength: 32, maxLength: 32 }))
      .map(([zeros, key]) => encode58(key.fill(0, 0, zeros)));
    fc.assert(
      fc.property(keys, (text) => {
        expect(text).toMatch(whole);
        expect(solana.read(text)?.canonical).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what the pattern takes is read if it holds 32 bytes, and else it is not', () => {
    const texts = fc.string({ unit: fc.constantFrom(...BASE58_ALPHABET), minLength: 32, maxLength: 44 });
    const low = fc.tuple(fc.nat(44), texts).map(([ones, text]) => '1'.repeat(ones) + text.slice(ones));
    fc.assert(
      fc.property(low, (text) => {
        if (whole.test(text)) expect(solana.read(text) !== null).toBe(bytesIn58(text) === 32);
        else expect(bytesIn58(text)).not.toBe(32);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['33 bytes', '5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1zzzz'],
    ['44 characters that are 33 bytes', 'z'.repeat(44)],
    ['no base58', 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D0'],
    ['one character less', 'So1111111111111111111111111111111111111111'],
  ])('%s is no address: %s', (_, text) => {
    expect(parseAddresses(text).filter(({ chain }) => chain === 'solana')).toEqual([]);
  });
});
