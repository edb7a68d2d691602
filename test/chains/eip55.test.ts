import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { checksumIn, keysIn } from './read.ts';

// EIP-55, "Test Cases".
const mixed = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];
const allUpper = ['0x52908400098527886E0F7030069857D2E4169EE7', '0x8617E340B3D01FA5F11F306F4090FD50E238070D'];
const allLower = ['0xde709f2102306220921060314715629080e2fb77', '0x27b1fdb04752bbc536007a920d24acb045561c26'];

describe('EIP-55', () => {
  test.each(mixed)('%s carries a checksum that holds', (text) => {
    expect(parseAddresses(text)).toEqual([
      { key: `eip155:${text.toLowerCase()}`, chain: 'eip155', text, checksum: 'valid', hasLookalikes: false },
    ]);
  });

  test.each([...allUpper, ...allLower])('%s carries none', (text) => {
    expect(parseAddresses(text)).toEqual([
      { key: `eip155:${text.toLowerCase()}`, chain: 'eip155', text, checksum: 'none', hasLookalikes: false },
    ]);
  });

  test('an upper-case prefix names the same address', () => {
    const text = mixed[0]!;
    expect(keysIn(text.replace('0x', '0X'))).toEqual(keysIn(text));
    expect(checksumIn(text.replace('0x', '0X'))).toBe('valid');
  });

  test('one letter in the other case breaks the checksum', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mixed), fc.integer({ min: 2, max: 41 }), (text, at) => {
        const letter = text[at]!;
        const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
        fc.pre(other !== letter);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        expect(checksumIn(changed)).toBe('bad');
        expect(keysIn(changed), 'who compares with a list need not care').toEqual(keysIn(text));
      }),
    );
  });

  test.each([
    '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg',
  ])('%s is no address', (text) => {
    expect(keysIn(text)).toEqual([]);
  });
});
