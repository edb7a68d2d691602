import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { decodeChecked, encodeChecked } from '../../src/chains/base58check.ts';
import { toHex } from '../../src/core/tuf/bytes.ts';
import { checksumIn, keysIn } from './read.ts';

// The examples of monero-rs: the same wallet's address without and with a payment id, and a subaddress.
const standard =
  '4ADT1BtbxqEWeMKp9GgPr2NeyJXXtNxvoDawpyA4WpzFcGcoHUvXeijE66DNfohE9r1bQYaBiQjEtKE7CtkTdLwiDznFzra';
const integrated =
  '4Byr22j9M2878Mtyb3fEPcBNwBZf5EXqn1Yi6VzR46618SFBrYysab2Cs1474CVDbsh94AJq7vuV3Z2DRq4zLcY3LHzo1Nbv3d8J6VhvCV';
const subaddress =
  '8AW7SotwFrqfAKnibspuuhfowW4g3asvpQvdrTmPcpNr2GmXPtBBSxUPZQATAt8Vw2hiX9GDyxB4tMNgHjwt8qYsCeFDVvn';

const bytesOf = (text: string) => decodeChecked(text, base58xmr, keccak_256)!;
const textOf = (...bytes: number[]) => encodeChecked(Uint8Array.from(bytes), base58xmr, keccak_256);

describe('Monero addresses', () => {
  test.each([standard, subaddress])('%s is one', (text) => {
    expect(keysIn(text)).toEqual([`monero:${text}`]);
    expect(checksumIn(text)).toBe('valid');
  });

  test('with a payment id are those of their wallet', () => {
    expect(toHex(bytesOf(integrated).subarray(-8))).toBe('5876b8b72996ff97');
    const [key] = keysIn(integrated);
    expect(checksumIn(integrated)).toBe('valid');
    expect(toHex(bytesOf(key!.slice('monero:'.length)).subarray(1))).toBe(
      toHex(bytesOf(integrated).subarray(1, -8)),
    );
    expect(checksumIn(key!)).toBe('valid');
  });

  test.each([
    ['the test network', textOf(53, ...bytesOf(standard).subarray(1))],
    ['the stage network', textOf(24, ...bytesOf(standard).subarray(1))],
    ['integrated, without a payment id', textOf(19, ...bytesOf(standard).subarray(1))],
    ['standard, with a payment id', textOf(18, ...bytesOf(integrated).subarray(1))],
    ['a byte short', textOf(...bytesOf(standard).subarray(0, -1))],
    ['a block beyond 64 bits', `4z${standard.slice(2)}`],
  ])('are none: %s', (_what, text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });
});
