import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, formatEntry, kinds } from '../../src/core/entry.ts';
import { Filter, hashesOf } from '../../src/core/filter.ts';
import { checkList, List, writeList } from '../../src/core/list.ts';
import { random, scamHosts } from '../generator.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const entry = (key: string): Entry => ({ key, kind: 'phishing', level: 'stop' });

describe('a list is refused', () => {
  it.each([
    ['without a final line feed', 'a.example phishing'],
    ['unsorted', 'b.example phishing\na.example phishing\n'],
    ['with a key twice', 'a.example phishing\na.example drainer\n'],
    ['with carriage returns', 'a.example phishing\r\n'],
    ['with an empty line', 'a.example phishing\n\nb.example phishing\n'],
    ['with an empty key', ' phishing\n'],
    ['without a kind', 'a.example\n'],
    ['with a level it does not know', 'a.example phishing halt\n'],
    ['with bytes outside ASCII', 'bücher.example phishing\n'],
    ['with two spaces', 'a.example  phishing\n'],
    ['with a NUL', 'a\u0000.example phishing\n'],
  ])('%s', (_, text) =>
    expect(() => checkList(bytes(text))).toThrow(expect.objectContaining({ code: 'format' })),
  );
});

it('an empty list is a list', () => {
  expect(checkList(bytes(''))).toBe(0);
  expect(new List(bytes('')).find('a.example')).toBeUndefined();
});

it('reads a kind it does not know as unspecified', () => {
  expect(new List(bytes('a.example new_kind caution\n')).find('a.example')).toEqual({
    key: 'a.example',
    kind: 'unspecified',
    level: 'caution',
  });
});

it('a written list is sorted bytewise, checked, and read back entry for entry', () => {
  const key = fc.stringMatching(/^[!-~]{1,30}$/);
  const entries = fc.uniqueArray(
    fc.record({
      key,
      kind: fc.constantFrom(...kinds),
      level: fc.constantFrom('stop' as const, 'caution' as const),
    }),
    { selector: (e) => e.key, maxLength: 60 },
  );
  fc.assert(
    fc.property(entries, key, (some, stranger) => {
      const text = writeList(some);
      expect(checkList(text)).toBe(some.length);
      const list = new List(text);
      const sorted = some.toSorted((a, b) => Buffer.compare(bytes(a.key), bytes(b.key)));
      expect([...list.entries()]).toEqual(sorted);
      for (const one of some) expect(list.find(one.key)).toEqual(one);
      expect(list.find(stranger)).toEqual(some.find((e) => e.key === stranger));
    }),
    { numRuns: 500 },
  );
});

it('look-up over 351,000 names equals Set.has for a million random keys', () => {
  const hosts = scamHosts(351_000);
  const listed = new Set(hosts);
  const text = writeList(hosts.map(entry));
  const list = new List(text);
  const filter = new Filter(hashesOf(text, hosts.length));
  const next = random(7);
  const strangers = scamHosts(20_000, 99);
  let falseMaybe = 0;
  for (let i = 0; i < 1_000_000; i += 1) {
    const key =
      i % 2 === 0 ? hosts[Math.floor(next() * hosts.length)]! : `${strangers[i % 20_000]}x${i % 977}`;
    const maybe = filter.mayContain(key);
    const found = maybe && list.find(key) !== undefined;
    if (found !== listed.has(key)) throw new Error(`wrong answer for ${key}`);
    if (maybe && !found) falseMaybe += 1;
  }
  expect(falseMaybe).toBeLessThan(500);
  expect(filter.hashes.byteLength).toBeLessThan(1_500_000);
});

it('the filter never says no to a listed key', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[!-~]{1,40}$/)), (keys) => {
      const text = writeList(keys.map(entry));
      const filter = new Filter(hashesOf(text, keys.length));
      expect(keys.every((key) => filter.mayContain(key))).toBe(true);
    }),
  );
});

it('formats the two levels', () => {
  expect(formatEntry(entry('a.example'))).toBe('a.example phishing');
  expect(formatEntry({ ...entry('a.example'), level: 'caution' })).toBe('a.example phishing caution');
});
