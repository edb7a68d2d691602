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
    expect(keysIn(`bip122:${spelled.cashaddrLegacy}`)).toEqual(keysIn(sample['bitcoin-cash']));
  });
});
