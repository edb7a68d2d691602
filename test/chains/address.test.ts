import { describe, expect, test } from 'vitest';
import { sampleAddresses, sampleSpellings } from '../../scripts/demo/addresses.ts';
import { parseAddresses } from '../../src/chains/address.ts';
import { isMistyped, keyOf, keysOf, parseSubject } from '../../src/chains/subject.ts';
import { keysIn } from './read.ts';

const sample = sampleAddresses('Baize test: readings');
const spelled = sampleSpellings('Baize test: readings');

describe('a text', () => {
  test('may be an address of two chains', () => {
    const keys = [`sui:${sample.sui}`, `aptos:${sample.sui}`];
    expect(keysIn(sample.sui)).toEqual(keys);
    const subject = parseSubject(sample.sui)!;
    expect(keysOf(subject)).toEqual(keys);
    expect(keyOf(subject)).toBeNull();
    expect(keysIn(` ${keys[1]} `)).toEqual([keys[1]]);
  });

  test('without a checksum is not that of a chain whose checksum does not hold', () => {
    // Solana's system program, which Bitcoin's pattern lets through.
    const text = '1'.repeat(32);
    expect(parseAddresses(text)).toMatchObject([{ key: `solana:${text}`, checksum: 'none' }]);
  });

  test('that is mistyped is still an address', () => {
    const text = sample.tron.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    expect(isMistyped(parseSubject(text)!)).toBe(true);
    expect(isMistyped(parseSubject(sample.tron)!)).toBe(false);
    expect(isMistyped(parseSubject('scam.test')!)).toBe(false);
  });

  test.each([
    '',
    ' ',
    ':',
    'tron:',
    'tron:scam.test',
    `nothing:${sample.tron}`,
    `bitcoin:${sample.tron}`,
    `${sample.tron} `.repeat(2),
  ])('%j is no address', (text) => {
    expect(parseAddresses(text)).toEqual([]);
  });
});

describe('a link', () => {
  test.each([
    [`bitcoin:${sample.bitcoin}?amount=0.1&label=a:b@c/d`, 'bitcoin'],
    [`BITCOIN:${sample.bitcoin.toUpperCase()}`, 'bitcoin'],
    [`ethereum:${sample.eip155}@1/transfer?address=0x0`, 'eip155'],
    [`${sample['bitcoin-cash']}?amount=1`, 'bitcoin-cash'],
    [`litecoin:${sample.litecoin}?amount=1`, 'litecoin'],
    [`dogecoin:${sample.dogecoin}`, 'dogecoin'],
    [`solana:${sample.solana}?amount=1`, 'solana'],
    [`monero:${sample.monero}?tx_amount=1`, 'monero'],
    [`tron:${sample.tron}`, 'tron'],
  ] as const)('%s names an address', (text, chain) => {
    expect(keysIn(text)).toEqual(keysIn(sample[chain]));
  });
});

describe('a key', () => {
  test('of a namespace is read by its chains alone', () => {
    expect(keysIn(`bip122:${sample.dogecoin}`)).toEqual([`bip122:${sample.dogecoin}`]);
    expect(keysIn(`cosmos:0x${'0'.repeat(40)}`)).toEqual([`cosmos:0x${'0'.repeat(40)}`]);
    expect(keysIn(`0x${'0'.repeat(40)}`)).toEqual([`eip155:0x${'0'.repeat(40)}`]);
  });

  test('of an old Bitcoin address is that of the same account on Bitcoin Cash', () => {
    const readings = parseAddresses(`bip122:${spelled.cashaddrLegacy}`);
    expect(readings.map(({ key }) => key)).toEqual(keysIn(sample['bitcoin-cash']));
    expect(readings.map(({ chain }) => chain)).toEqual(['bitcoin']);
  });
});

// CAIP-10, "Test Cases"; and the shapes of those whose addresses hold colons themselves.
test.each([
  [
    'eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb',
    'eip155:0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb',
  ],
  [
    'bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6',
    'bip122:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6',
  ],
  [
    'cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0',
    'cosmos:0x5ab89f81c0cbd3093e17c26c360796cbb0eabc92',
  ],
  [`tvm:-239:${spelled.tonRaw}`, `tvm:${spelled.tonRaw}`],
  [`tvm:-239:${sample.ton}`, `tvm:${spelled.tonRaw}`],
  [`bip122:000000000000000000651ef99cb9fcbe:${sample['bitcoin-cash']}`, `bip122:${spelled.cashaddrLegacy}`],
])('CAIP-10: %s is %s', (account, key) => {
  expect(keysIn(account)).toEqual([key]);
});
