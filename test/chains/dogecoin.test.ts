import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { checksumIn } from './read.ts';

// Dogecoin Core, src/test/data/base58_keys_valid.json.
describe('Dogecoin addresses', () => {
  test.each([
    'DD4KSSuBJqcjuTcvUg1CgUKeurPUFeEZkE',
    'DQJXChtyuN3aiU3W6pG4mgnykisHH5hqst',
    'A7HRQk3GFCW2QasvdZxXuYj8kkQK5QrYLs',
    '9zYnVRaekPtdKBYuPw5QiBtv3NNrzD2LLW',
  ])('%s is one', (text) => {
    expect(parseAddresses(text)).toEqual([
      { key: `bip122:${text}`, chain: 'dogecoin', text, checksum: 'valid', hasLookalikes: false },
    ]);
  });

  test.each([
    ['nhRsrUaxZou6sewjqaS37cJrMRJRgwVXdk', 'the test network'],
    ['6K7a8wZW8A1oZxNd7wZz8PhgAAaDxybkzNpD1sGVvmSaBmc3Hg2', 'a private key'],
  ])('%s is none: %s', (text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });
});
