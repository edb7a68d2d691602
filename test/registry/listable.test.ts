import { describe, expect, it } from 'vitest';
import { listableKey } from '../../src/registry/listable.ts';

describe('what a list may carry', () => {
  it.each([
    ['https://Evil.Test/pay/', 'evil.test/pay'],
    ['a--b.evil.test', 'a--b.evil.test'],
    ['_dmarc.evil.test', '_dmarc.evil.test'],
    ['http://[::ffff:192.0.2.7]/', '192.0.2.7'],
  ])('%s is %s', (text, key) => expect(listableKey(text, [])).toEqual({ key }));

  it.each([
    'http://-a.evil.test/',
    'a~b.evil.test',
    'a-.evil.test/pay',
    'evil..test',
    `${'x'.repeat(64)}.evil.test`,
    `${'a.'.repeat(130)}test`,
  ])('%s is refused: the name above it is listed', (text) => {
    expect(listableKey(text, [])).toEqual({ refusal: expect.stringContaining('list the name above it') });
  });
});
