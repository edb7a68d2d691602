import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeys, readTexts } from '../../src/registry/keys-file.ts';

const read = (text: string) => readTexts(new TextEncoder().encode(text));

describe('a file of keys', () => {
  it('is lines, or a JSON array', () => {
    const lines = [
      { line: 2, text: 'a.test' },
      { line: 4, text: 'b.test' },
    ];
    expect(read('# sample\n a.test \r\n\nb.test')).toEqual(lines);
    expect(read(' [ "a.test", "b.test" ] ').map(({ text }) => text)).toEqual(['a.test', 'b.test']);
    expect(read('[]')).toEqual([]);
    expect(read('\uFEFFa.test')).toEqual([{ line: 1, text: 'a.test' }]);
    expect(read('[2001:db8::1]\n')).toEqual([{ line: 1, text: '[2001:db8::1]' }]);
  });

  it('with elements that are no strings has bad lines', () => {
    const { keys, bad } = readKeys(read('["a.test", 7, null, {"url": "b.test"}]'), []);
    expect(keys).toEqual(['a.test']);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual(
      [2, 3, 4].map((line) => [line, 'not a string']),
    );
  });

  it('is refused when it is neither', () => {
    expect(() => read('["a.test"')).toThrow('JSON array');
    expect(() => readTexts(new Uint8Array([0xff, 0xfe, 0x61, 0x00]))).toThrow('UTF-8');
  });

  it('of any bytes is read or refused, and every key comes from a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lines = read(text.replace(/^\s*\[/, ''));
        const { keys, bad, duplicates } = readKeys(lines, []);
        expect(keys.length + bad.length + duplicates).toBe(lines.length);
      }),
    );
  });
});
