import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';

const full = '0xeeff357ea5c1a4e7bc11b2b17ff2dc2dcca69750bfef1e1ebcaccf8c8018175b';
const long = (digits: string) => `0x${digits.padStart(64, '0')}`;

describe('AIP-40', () => {
  test.each([full, full.toUpperCase().replace('X', 'x'), full.toUpperCase()])(
    '%s is read by Sui and Aptos',
    (text) => {
      const common = { text, checksum: 'none', hasLookalikes: true };
      expect(parseAddresses(text)).toEqual([
        { ...common, key: `sui:${full}`, chain: 'sui' },
        { ...common, key: `aptos:${full}`, chain: 'aptos' },
      ]);
    },
  );

  test.each([
    ['aptos:0x1', `aptos:${long('1')}`],
    ['aptos:0xA', `aptos:${long('a')}`],
    ['aptos:0x0f', `aptos:${long('f')}`],
    ['sui:0x2', `sui:${long('2')}`],
    ['sui:0xdee9', `sui:${long('dee9')}`],
  ])('%s is short for %s', (text, key) => {
    expect(parseAddresses(text)).toMatchObject([{ key, checksum: 'none' }]);
    expect(parseAddresses(text.slice(text.indexOf(':') + 1))).toEqual([]);
  });

  test('leading zeros may be dropped in a key, up to where it would be an EVM address', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9a-f][0-9a-f]{0,63}$/), (digits) => {
        const keys = parseAddresses(`aptos:0x${digits}`).map(({ key }) => key);
        expect(keys).toEqual(digits.length === 40 ? [] : [`aptos:${long(digits)}`]);
      }),
    );
  });

  test('40 digits are an EVM address, whatever name stands before them', () => {
    const evm = '0xde709f2102306220921060314715629080e2fb77';
    expect(parseAddresses(evm).map(({ chain }) => chain)).toEqual(['eip155']);
    expect(parseAddresses(`aptos:${evm}`)).toEqual([]);
    expect(parseAddresses(`sui:${evm}`)).toEqual([]);
  });

  test.each([full.slice(0, -1), `${full}0`, full.slice(2), `${full.slice(0, -1)}g`])('%s is none', (text) => {
    expect(parseAddresses(text)).toEqual([]);
  });
});
