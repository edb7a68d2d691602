import { base58xrp } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { decodeChecked, encodeChecked } from '../../src/chains/base58check.ts';
import { checksumIn, keysIn } from './read.ts';

// The test vectors of XLS-5, as ripple-address-codec has them: classic address, tag, and both on both networks.
const vectors = [
  ['r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59', 'no tag', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ'],
  ['r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59', 'tag 11747', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaLFuhLRuNXPrDeJd9A'],
  ['rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf', 'no tag', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV5fdx1mHp98tDMoQXb'],
  ['rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf', 'tag 0', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV8AqEL4xcZj5whKbmc'],
  ['rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf', 'tag 4294967295', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi'],
  ['rPEPPER7kfTD9w2To4CQk6UCfuHM9c6GDY', 'tag 13371337', 'XV5sbjUmgPpvXv4ixFWZ5ptAYZ6PD2qwGkhgc48zzcx6Gkr'],
] as const;

describe('XLS-5', () => {
  test.each(vectors)('%s, %s, is %s: one account', (classic, _tag, text) => {
    for (const spelled of [classic, text]) {
      expect(keysIn(spelled)).toEqual([`xrpl:${classic}`]);
      expect(checksumIn(spelled)).toBe('valid');
    }
  });

  test.each([
    ['TVE26TYGhfLC7tQDno7G8dGtxSkYQn49b3qD26PK7FcGSKE', 'the test network'],
    ['XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8zeUygYrCgrPh', 'a tag of 64 bits'],
    ['XVLhHMPHU98es4dbozjVtdWzVrDjtV5fdx1mHp98tDMoQXa', 'checksum'],
    ['dGzKGt8CVpWoa8aWL1k18tAdy9Won3PxynvbbpkAqp3V47g', 'prefix'],
  ])('%s is not accepted: %s', (text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });

  // What the bytes after the account may be; an encoder that leaves something there makes another text of the same
  // account, so that no list would find it.
  test.each([
    ['no tag, and bytes of one', [0, 1, 0, 0, 0, 0, 0, 0, 0], false],
    ['a tag, and more bytes', [1, 1, 0, 0, 0, 1, 0, 0, 0], false],
    ['flags that nobody knows', [2, 0, 0, 0, 0, 0, 0, 0, 0], false],
    ['a tag', [1, 255, 255, 255, 255, 0, 0, 0, 0], true],
  ])('%s: %j', (_what, end, accepted) => {
    const account = decodeChecked(vectors[0][2], base58xrp)!.subarray(0, 22);
    const text = encodeChecked(Uint8Array.from([...account, ...end]), base58xrp);
    expect(text).toMatch(/^X.{46}$/);
    expect(checksumIn(text)).toBe(accepted ? 'valid' : 'bad');
  });

  test('what looks like it but has another prefix is not accepted', () => {
    const account = decodeChecked(vectors[0][2], base58xrp)!;
    const text = encodeChecked(Uint8Array.from([0x05, 0x45, ...account.subarray(2)]), base58xrp);
    expect(text).toMatch(/^X.{46}$/);
    expect(checksumIn(text)).toBe('bad');
  });

  test('a classic address a byte short is not accepted', () => {
    const account = decodeChecked(vectors[0][0], base58xrp)!;
    const text = encodeChecked(account.subarray(0, -1), base58xrp);
    expect(text).toMatch(/^r.{24,34}$/);
    expect(checksumIn(text)).toBe('bad');
  });

  // XRP Ledger documentation, "Special addresses".
  test.each(['rrrrrrrrrrrrrrrrrrrrrhoLvTp', 'rrrrrrrrrrrrrrrrrrrrBZbvji', 'rrrrrrrrrrrrrrrrrrrn5RM1rHd'])(
    '%s is an account',
    (text) => {
      expect(keysIn(text)).toEqual([`xrpl:${text}`]);
      expect(checksumIn(text)).toBe('valid');
    },
  );
});
