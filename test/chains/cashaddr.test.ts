import { describe, expect, test } from 'vitest';
import { parseAddresses } from '../../src/chains/address.ts';
import { decodeCashAddr, encodeCashAddr } from '../../src/chains/cashaddr.ts';
import { fromHex, toHex } from '../../src/core/tuf/bytes.ts';
import { checksumIn, keysIn } from './read.ts';

// The specification of CashAddr, "Examples of address translation".
const pairs = [
  ['1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu', 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
  ['1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR', 'bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy'],
  ['16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb', 'bitcoincash:qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r'],
  ['3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC', 'bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq'],
  ['3LDsS579y7sruadqu11beEJoTjdFiFCdX4', 'bitcoincash:pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e'],
  ['31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw', 'bitcoincash:pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37'],
] as const;

describe('CashAddr', () => {
  test.each(pairs)('%s and %s are one account', (legacy, text) => {
    const [, payload] = text.split(':') as [string, string];
    for (const spelled of [text, payload, text.toUpperCase(), payload.toUpperCase()]) {
      expect(parseAddresses(spelled)).toMatchObject([
        { key: `bip122:${legacy}`, chain: 'bitcoin-cash', checksum: 'valid' },
      ]);
    }
    expect(keysIn(legacy)).toEqual([`bip122:${legacy}`]);
  });

  // "Larger test vectors": prefix, type and hash of each.
  test.each([
    [
      'bitcoincash',
      0,
      'F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9',
      'qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2',
    ],
    ['bchtest', 1, 'F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9', 'pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t'],
    ['pref', 1, 'F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9', 'pr6m7j9njldwwzlg9v7v53unlr4jkmx6ey65nvtks5'],
    ['prefix', 15, 'F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9', '0r6m7j9njldwwzlg9v7v53unlr4jkmx6ey3qnjwsrf'],
    [
      'bitcoincash',
      0,
      '7ADBF6C17084BC86C1706827B41A56F5CA32865925E946EA',
      'q9adhakpwzztepkpwp5z0dq62m6u5v5xtyj7j3h2ws4mr9g0',
    ],
  ])('of %s, type %i, %s is %s', (prefix, type, hash, payload) => {
    const decoded = decodeCashAddr(prefix, payload)!;
    expect({ type: decoded.version >> 3, hash: toHex(decoded.hash).toUpperCase() }).toEqual({ type, hash });
    expect(encodeCashAddr(prefix, { version: decoded.version, hash: fromHex(hash)! })).toBe(payload);
  });

  test.each([
    ['bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t', 'the test network'],
    ['pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t', 'the test network, without its prefix'],
    ['bitcoincash:q9adhakpwzztepkpwp5z0dq62m6u5v5xtyj7j3h2ws4mr9g0', 'a hash of 24 bytes'],
    ['bitcoincash:Qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a', 'mixed case'],
    ['bitcoincash:3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzD', 'an old spelling, mistyped'],
  ])('%s is not accepted: %s', (text) => {
    expect(checksumIn(text)).not.toBe('valid');
  });

  test.each([
    ['0x00 and 20 bytes', 0x00, 20, true],
    ['0x01 and 20 bytes: the length of 24', 0x01, 20, false],
    ['0x03 and 32 bytes', 0x03, 32, true],
    ['0x00 and 21 bytes', 0x00, 21, false],
    ['0x80 and 20 bytes: the highest bit is reserved', 0x80, 20, false],
  ])('holds the version %s', (_what, version, length, accepted) => {
    const payload = encodeCashAddr('bitcoincash', { version, hash: new Uint8Array(length) });
    expect(decodeCashAddr('bitcoincash', payload) !== null).toBe(accepted);
  });

  // CHIP-2022-02 "CashTokens": the types 2 and 3.
  test('that takes tokens is the account of the one that does not', () => {
    expect(keysIn('bitcoincash:zpm2qsznhks23z7629mms6s4cwef74vcwvrqekrq9w')).toEqual([
      `bip122:${pairs[0][0]}`,
    ]);
    const hash = decodeCashAddr('bitcoincash', pairs[3][1].split(':')[1]!)!.hash;
    const withTokens = encodeCashAddr('bitcoincash', { version: 0x18, hash });
    expect(withTokens).toMatch(/^r/);
    expect(keysIn(withTokens)).toEqual([`bip122:${pairs[3][0]}`]);
  });

  test('of a script hash of 32 bytes keeps its spelling, with the prefix', () => {
    const hash = Uint8Array.from({ length: 32 }, (_, i) => i);
    const text = `bitcoincash:${encodeCashAddr('bitcoincash', { version: 0x0b, hash })}`;
    const withTokens = encodeCashAddr('bitcoincash', { version: 0x1b, hash });
    for (const spelled of [text, text.toUpperCase(), withTokens, `bip122:${text}`]) {
      expect(keysIn(spelled)).toEqual([`bip122:${text}`]);
    }
  });
});
