import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { ton } from '../../src/chains/ton.ts';
import { everyChange } from './change.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// TEP-2, "Example", and TON's documentation, "Address formats": one account in all its forms.
const accounts = [
  {
    raw: '-1:e56754f83426f69b09267bd876ac97c44821345b7e266bd956a7bfbfb98df35c',
    friendly: [
      'Ef_lZ1T4NCb2mwkme9h2rJfESCE0W34ma9lWp7-_uY3zXDvq',
      'Uf_lZ1T4NCb2mwkme9h2rJfESCE0W34ma9lWp7-_uY3zXGYv',
      'Ef/lZ1T4NCb2mwkme9h2rJfESCE0W34ma9lWp7+/uY3zXDvq',
    ],
    testOnly: [],
  },
  {
    raw: '0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e',
    friendly: [
      'EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF',
      'EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff+W72r5gqPrHF',
      'UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA',
    ],
    testOnly: [
      'kQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPgpP',
      '0QDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPleK',
    ],
  },
];

/** The remainder of a division of polynomials over GF(2), bit by bit, as CRC-16/XMODEM is defined. */
function remainder(bytes: Uint8Array): number {
  const bits = [...bytes, 0, 0].flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map(Number));
  const divisor = [...(0x1_1021).toString(2)].map(Number);
  for (let at = 0; at + divisor.length <= bits.length; at += 1) {
    if (bits[at] === 1) for (const [i, bit] of divisor.entries()) bits[at + i]! ^= bit;
  }
  return Number.parseInt(bits.slice(-16).join(''), 2);
}

function friendly(tag: number, workchain: number, account: Uint8Array): string {
  const body = Uint8Array.from([tag, workchain & 0xff, ...account]);
  const crc = remainder(body);
  return Buffer.from([...body, crc >> 8, crc & 0xff]).toString('base64url');
}

describe('TEP-2', () => {
  test.each(accounts)('all forms of $raw are one key', ({ raw, friendly, testOnly }) => {
    const key = `tvm:${raw}`;
    const common = { key, chain: 'ton', hasLookalikes: false };
    expect(parseAddresses(raw)).toEqual([{ ...common, text: raw, checksum: 'none' }]);
    expect(parseAddresses(raw.toUpperCase()).map((address) => address.key)).toEqual([key]);
    expect(parseAddresses(key).map((address) => address.key)).toEqual([key]);
    for (const text of friendly)
      expect(parseAddresses(text)).toEqual([{ ...common, text, checksum: 'valid' }]);
    for (const text of testOnly) expect(parseAddresses(text)).toEqual([]);
  });

  test('every account of both workchains is found in all its forms', () => {
    const account = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(account, fc.constantFrom(0, -1), fc.constantFrom(0x11, 0x51), (bytes, workchain, tag) => {
        const url = friendly(tag, workchain, bytes);
        const plain = url.replaceAll('-', '+').replaceAll('_', '/');
        const raw = `${workchain}:${Buffer.from(bytes).toString('hex')}`;
        for (const text of [url, plain]) {
          expect(parseAddresses(text)).toMatchObject([{ key: `tvm:${raw}`, checksum: 'valid' }]);
        }
        expect(parseAddresses(friendly(tag | 0x80, workchain, bytes))).toEqual([]);
      }),
    );
  });

  test('any other character breaks the checksum', () => {
    const { friendly, raw } = accounts[1]!;
    for (const changed of everyChange(friendly[0]!, BASE64URL, 3)) {
      expect(ton.read(changed)?.checksum, changed).toBe('bad');
    }
    for (const changed of everyChange(friendly[0]!, BASE64URL)) {
      expect(parseAddresses(changed), changed).not.toContainEqual(
        expect.objectContaining({ checksum: 'valid' }),
      );
    }
    expect(ton.read(friendly[0]!)?.canonical).toBe(raw);
  });

  test.each([
    ['another workchain', '1:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e'],
    ['63 digits', '0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3'],
    ['no workchain', 'ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e'],
    ['a public key, armored (TEP-2, "Public keys")', 'Pubjns2gp7DGCnEH7EOWeCnb6Lw1akm538YYaz6sdLVHfRB2'],
    ['47 characters', 'EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrH'],
  ])('%s is no address: %s', (_, text) => {
    expect(parseAddresses(text)).toEqual([]);
  });
});
