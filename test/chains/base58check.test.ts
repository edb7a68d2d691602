import { sha256 } from '@noble/hashes/sha2.js';
import { base58, createBase58check } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { checksumIn, keysIn } from './read.ts';

// Bitcoin Core, src/test/data/key_io_valid.json: main network, public key hash and script hash.
const valid = [
  ['1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62i', '0065a16059864a2fdbc7c99a4723a8395bc6f188eb'],
  ['3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou', '0574f209f6ea907e2ea48f74fae05782ae8a665257'],
  ['1111111111111111111114oLvT2', '000000000000000000000000000000000000000000'],
] as const;

describe('Base58Check addresses of Bitcoin', () => {
  test.each(valid)('%s holds %s', (text, hex) => {
    expect(Buffer.from(base58.decode(text)).toString('hex').slice(0, 42)).toBe(hex);
    expect(keysIn(text)).toEqual([`bip122:${text}`]);
    expect(checksumIn(text)).toBe('valid');
  });

  test.each([
    ['mo9ncXisMeAoXwqcV5EWuyncbmCcQN4rVs', 'the test network'],
    ['5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLr', 'a private key'],
    ['1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62', 'one character short'],
    ['1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW620', 'not base58'],
  ])('%s is not accepted: %s', (text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });

  test('a text that looks like one but has another version is not accepted', () => {
    const other = createBase58check(sha256).encode(Uint8Array.from([6, ...new Uint8Array(20)]));
    expect(other).toMatch(/^3.{33}$/);
    expect(checksumIn(other)).toBe('bad');
  });

  test('a hash a byte short is not accepted', () => {
    const short = createBase58check(sha256).encode(Uint8Array.from([0, ...new Uint8Array(19).fill(1)]));
    expect(short).toMatch(/^1.{25,33}$/);
    expect(checksumIn(short)).toBe('bad');
  });
});
