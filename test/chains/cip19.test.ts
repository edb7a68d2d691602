import { crc32 } from 'node:zlib';
import { bech32 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { cardano } from '../../src/chains/cardano.ts';
import { BASE58_ALPHABET, encode58 } from './base58-twin.ts';
import { everyChange } from './change.ts';

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

// CIP-19, "Test Vectors": types 0 to 7, 14 and 15.
const main = [
  'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
  'addr1z8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gten0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs9yc0hh',
  'addr1yx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerkr0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shs2z78ve',
  'addr1x8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gt7r0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shskhj42g',
  'addr1gx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer5pnz75xxcrzqf96k',
  'addr128phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtupnz75xxcrtw79hu',
  'addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8',
  'addr1w8phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcyjy7wx',
  'stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw',
  'stake178phkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcccycj5',
];
const testNetwork = [
  'addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae',
  'addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz',
  'stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn',
  // CIP-19, "User-facing Encoding": addresses of a test network, one of them under the main network's prefix.
  '37btjrVyb4KDXBNC4haBVPCrro8AQPHwvCMp3RFhhSVWwfFmZ6wwzSK6JK1hY6wHNmtrpTf1kdbva8TCneM2YsiXT7mrzT21EacHnPpz5YyUdj64na',
  'addr1vpu5vlrf4xkxv2qpwngf6cjhtw542ayty80v8dyr49rf5eg0yu80w',
  'stake1vpu5vlrf4xkxv2qpwngf6cjhtw542ayty80v8dyr49rf5egfu2p0u',
];
// PyCardano's guide "Address", and the samples of Ledger's Cardano application.
const byron = [
  'Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi',
  'DdzFFzCqrht7HGoJ87gznLktJGywK1LbAJT2sbd4txmgS7FcYLMQFhawb18ojS9Hx55mrbsHPr7PTraKh14TSQbGBPJHbDZ9QVh6Z6Di',
];

const bech32Of = (prefix: string, bytes: number[]) =>
  bech32.encode(prefix, bech32.toWords(Uint8Array.from(bytes)), false);

/** A Byron address made from its CBOR by hand (CIP-19, CDDL in its annex). */
function byronOf(root: Uint8Array, attributes: number[], type: number): string {
  const payload = Uint8Array.from([0x83, 0x58, 28, ...root, ...attributes, type]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(payload));
  return encode58(Uint8Array.from([0x82, 0xd8, 24, 0x58, payload.length, ...payload, 0x1a, ...sum]));
}

describe('CIP-19', () => {
  test.each([...main, ...byron])('%s is read', (text) => {
    const address = { key: `cip34:${text}`, chain: 'cardano', text, checksum: 'valid', hasLookalikes: false };
    expect(parseAddresses(text)).toEqual([address]);
    expect(parseAddresses(`cip34:${text}`)).toEqual([address]);
  });

  test.each(main)('%s is the same in upper case, and nothing in mixed case', (text) => {
    expect(parseAddresses(text.toUpperCase())[0]?.key).toBe(`cip34:${text}`);
    expect(parseAddresses(`${text.slice(0, -1) + text.slice(-1).toUpperCase()}X`)).toEqual([]);
    expect(parseAddresses(`addr1Q${text.slice('addr1q'.length)}`)).toEqual([]);
  });

  test.each(testNetwork)('%s is of a test network and not read', (text) => {
    expect(parseAddresses(text)).toEqual([]);
  });

  test('types and lengths that do not belong together are refused', () => {
    const bytes = (length: number) => new Array<number>(length).fill(0);
    const wrong = [
      bech32Of('addr', [0x00, ...bytes(56)]),
      bech32Of('addr', [0x01, ...bytes(28)]),
      bech32Of('addr', [0x61, ...bytes(56)]),
      bech32Of('addr', [0x41, ...bytes(28 + 4)]),
      bech32Of('addr', [0x41, ...bytes(28), 0x80, 0x80, 0x80]),
      bech32Of('addr', [0x81, ...bytes(28)]),
      bech32Of('addr', [0xe1, ...bytes(28)]),
      bech32Of('addr', [0x60, ...bytes(28)]),
      bech32Of('addr', [0x62, ...bytes(28)]),
      bech32Of('stake', [0x61, ...bytes(28)]),
      bech32Of('stake', [0xe0, ...bytes(28)]),
      bech32Of('pool', [0x61, ...bytes(28)]),
    ];
    for (const text of wrong) expect(parseAddresses(text), text).toEqual([]);
    expect(parseAddresses(bech32Of('addr', [0x61, ...bytes(28)]))).toHaveLength(1);
    expect(parseAddresses(bech32Of('addr', [0x41, ...bytes(28), 0x81, 0x00, 0x7f, 0x01]))).toHaveLength(1);
  });

  test('every Byron address is read, but for those of test networks', () => {
    const some = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(some(28), some(28), fc.constantFrom(0, 2), (root, path, type) => {
        const withPath = byronOf(root, [0xa1, 1, 0x58, 30, 0x58, 28, ...path], 0);
        for (const text of [byronOf(root, [0xa0], type), withPath]) {
          expect(parseAddresses(text)).toMatchObject([{ key: `cip34:${text}`, checksum: 'valid' }]);
        }
        const otherAttribute = byronOf(root, [0xa1, 2, 0x58, 30, 0x58, 28, ...path], 0);
        expect(otherAttribute).toMatch(/^DdzFF/);
        expect(parseAddresses(otherAttribute)).toEqual([]);
        expect(parseAddresses(byronOf(root, [0xa1, 2, 0x45, 0x1a, 0x41, 0x70, 0xcb, 0x17], 0))).toEqual([]);
      }),
    );
  });

  test.each([main[0]!, main[4]!, main[8]!])('any other character in %s breaks the checksum', (text) => {
    for (const changed of everyChange(text, BECH32, text.indexOf('1') + 1)) {
      expect(parseAddresses(changed)[0]?.checksum ?? 'bad', changed).toBe('bad');
    }
  });

  test.each(byron)('any other character in %s breaks the checksum', (text) => {
    for (const changed of everyChange(text, BASE58_ALPHABET)) {
      expect(parseAddresses(changed)[0]?.checksum ?? 'bad', changed).toBe('bad');
    }
    expect(cardano.read(`${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`)?.checksum).toBe('bad');
  });
});
