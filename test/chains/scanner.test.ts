import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellings } from '../../src/chains/all.ts';
import { type Candidate, scan } from '../../src/chains/scanner.ts';
import { examples } from './examples.ts';

const addresses = Object.values(examples).flat();
const found = (text: string, offset = 0): Candidate => ({ offset, length: text.length, text });

/** The scanner's slow and obvious twin: every regular expression at every place of a text that hides nothing. */
function slowScan(text: string): Candidate[] {
  const spans = new Set<string>();
  for (const { pattern } of spellings) {
    const alone = new RegExp(`(?<![0-9A-Za-z])(?:${pattern})(?![0-9A-Za-z])`, 'y');
    for (let i = 0; i < text.length; i += 1) {
      alone.lastIndex = i;
      if (alone.test(text) && alone.lastIndex - i >= 25) spans.add(`${i} ${alone.lastIndex}`);
    }
  }
  const all = [...spans].map((span) => span.split(' ').map(Number) as [number, number]);
  const isTail = ([from, to]: [number, number]) =>
    text[from - 1] === ':' && all.some(([start, end]) => start < from && end === to && from - start <= 13);
  return all
    .filter((span) => !isTail(span))
    .map(([from, to]) => found(text.slice(from, to), from))
    .sort((a, b) => a.offset - b.offset || a.length - b.length);
}

const sorted = (candidates: Candidate[]) =>
  candidates.toSorted((a, b) => a.offset - b.offset || a.length - b.length);

const joints = ['-', '_', '/', ':', '+', '='];
const piece = fc.oneof(
  fc.constantFrom(...addresses),
  fc.constantFrom(' ', '\n', '，', '：', '转账到', 'ß', '.', '0', 'a', '@', '😀', ...joints, ...joints),
  fc.constantFrom('0x', 'bc1', 'BC1q', 'T', '1', '3', '0X', 'EQ', 'bitcoincash:', '0:', '-1:', 'addr1'),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEFxTbc13zZ'), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'EQUf0aB-_/+'), maxLength: 60 }),
  fc.string({ maxLength: 30 }),
);
const hidden = ['\u00ad', '\u200b', '\u200d', '\u200e', '\u202c', '\u2060', '\u2066', '\ufeff'];
const plain = (text: string) =>
  text.replaceAll(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '.');
const texts = fc.array(piece, { maxLength: 30 }).map((pieces) => plain(pieces.join('')));
const hiding = fc
  .array(fc.oneof(piece, fc.constantFrom(...hidden)), { maxLength: 30 })
  .map((pieces) => pieces.join(''));

describe('scanner', () => {
  test.each(addresses)('finds %s', (text) => {
    for (const [before, after] of [
      ['', ''],
      ['请转到', '，谢谢'],
      ['(', ')'],
      ['https://explorer.example/address/', '?a=b'],
      ['https://explorer.example/address/', '/tokens'],
      ['?to=', '&amount=1'],
      ['addr_', '_copy'],
      ['wallet-', '-row'],
      ['wallet:', ':1'],
      ['word\u200b', '\u200bword'],
      ['"', '"'],
    ] as const) {
      expect(scan(before + text + after)).toContainEqual(found(text, before.length));
    }
  });

  test.each(addresses)('finds %s by itself once', (text) => {
    expect(scan(`请转到${text}，谢谢`)).toEqual([found(text, 3)]);
  });

  test.each(addresses)('finds %s with invisible characters in it, wherever they are', (text) => {
    for (const invisible of hidden) {
      const spread = Array.from(text).join(invisible);
      const candidate = { offset: 2, length: spread.length, text };
      expect(scan(`, ${spread}.`)).toContainEqual(candidate);
      expect(scan(`, ${spread}${invisible.repeat(3)}，`)).toContainEqual(candidate);
      const halves = `${text.slice(0, 15)}${invisible.repeat(3)}${text.slice(15)}`;
      expect(scan(`, ${halves}`)).toContainEqual({ ...candidate, length: halves.length });
    }
  });

  test.each(addresses)('does not find %s inside a longer run', (text) => {
    const isWhole = (candidate: Candidate) => candidate.text === text;
    for (const longer of [
      `a${text}`,
      `${text}O`,
      `${text}${text}`,
      `${'A'.repeat(200)}${text}`,
      `${text}${'7'.repeat(200)}`,
      `a\u00ad${text.slice(0, 20)}\u00ad${text.slice(20)}`,
      `${text.slice(0, 20)}\u00ad${text.slice(20)}\u00ada`,
    ]) {
      expect(scan(longer).filter(isWhole), longer).toEqual([]);
    }
  });

  test('a private key, a transaction and a Lightning invoice are no addresses', () => {
    expect(scan('5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLrX')).toEqual([]);
    expect(scan('5c'.repeat(32))).toEqual([]);
    expect(scan(`lnbc20u1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqs`)).toEqual([]);
  });

  test('finds accounts of the masterchain of TON by their sign', () => {
    const account = `-1:${'3f'.repeat(32)}`;
    expect(scan(`to ${account}.`)).toEqual([found(account, 3)]);
  });

  test('finds what its slow twin finds', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(sorted(scan(text))).toEqual(slowScan(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test('what it finds stands there, and holds nothing that nobody sees', () => {
    fc.assert(
      fc.property(hiding, (text) => {
        for (const { offset, length, text: seen } of scan(text)) {
          const there = text.slice(offset, offset + length);
          expect(plain(there).replaceAll('.', '')).toBe(seen);
          expect(plain(there.charAt(0) + there.charAt(length - 1))).not.toContain('.');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('ranges put together find what one scan finds, wherever they are cut', () => {
    fc.assert(
      fc.property(hiding, fc.integer({ min: 1, max: 200 }), (text, step) => {
        const parts: Candidate[] = [];
        for (let from = 0; from < text.length; from += step) {
          parts.push(...scan(text, from, Math.min(from + step, text.length)));
        }
        expect(sorted(parts)).toEqual(sorted(scan(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a run longer than one piece of work is read to its end', () => {
    const address = addresses[0]!;
    const spread = Array.from(address).join('\u200b');
    for (let length = 4_090 - address.length; length < 4_110; length += 1) {
      const before = 'ab-'.repeat(2_000).slice(-length);
      expect(scan(`${before}_${address}`)).toContainEqual(found(address, length + 1));
      expect(scan(`${before}_${spread}`)).toContainEqual({
        offset: length + 1,
        length: spread.length,
        text: address,
      });
    }
  });
});

/** What one look for the patterns at one place may read: none is longer. */
const LOOK = 128;

/**
 * Characters the scanner reads of a text: the measure of its work that no machine's noise touches. A pattern asks for
 * the whole string (`toString`) and reads at most LOOK of it.
 */
function readsOf(text: string, step = text.length, end = text.length): number {
  let reads = 0;
  const counted = new Proxy(new String(text), {
    get(target, name) {
      if (name === 'charCodeAt' || name === 'charAt') reads += 1;
      if (name === 'toString') reads += LOOK;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  for (let from = 0; from < end; from += step) {
    scan(counted as unknown as string, from, Math.min(from + step, text.length));
  }
  return reads;
}

describe('the work grows in proportion to the text', () => {
  const address = addresses[0]!;
  test.each([
    ['ordinary words', 'people who read a page about wallets ', 1],
    ['Chinese', '转账之前请先停一停', 1],
    ['runs one short of an address', `${'a'.repeat(24)} `, 2],
    ['runs as short as an address', `${'a'.repeat(25)} `, 10],
    ['runs that just miss the jump', `${'a'.repeat(23)} a `, 2],
    ['one endless run', 'a', 4],
    ['base58 without end', 'QmYwAPJzv5CZsnAzt8auVZRn', 4],
    ['hexadecimal without end', '0123456789abcdef', 4],
    ['runs just too long', `${'1'.repeat(120)} `, 6],
    ['addresses', `${address} `, 60],
    ['addresses and joints', `${address}_`, 60],
    ['joints', '-', 200],
    ['one letter and one joint', 'a-', 200],
    ['starts of TON addresses', 'EQ-', 200],
    ['prefixes', 'bitcoincash:', 40],
    ['Base64 with joints', 'EQD4/+aB_zz0x', 200],
    ['invisible characters', '\u200b', 6],
    ['letters and invisible characters', 'a\u200b', 200],
    ['addresses of single letters', `${Array.from(address).join('\u200b')} `, 200],
    ['joints and invisible characters', '-\u00ad_', 200],
  ] as const)('%s', (_, unit, most) => {
    const sizes = [20_000, 40_000, 80_000, 160_000];
    const reads = sizes.map((size) => readsOf(unit.repeat(Math.ceil(size / unit.length)).slice(0, size)));
    const exponent = Math.log(reads.at(-1)! / reads[0]!) / Math.log(sizes.at(-1)! / sizes[0]!);
    expect(exponent).toBeLessThan(1.05);
    expect(reads.at(-1)! / sizes.at(-1)!, 'reads of a character').toBeLessThanOrEqual(most);
  });

  test('a range of one endless run', () => {
    const range = 1_000;
    expect(readsOf('a'.repeat(100_000), range)).toBeLessThanOrEqual(4 * 100_000);
    expect(readsOf('a'.repeat(100_000), range, range)).toBeLessThanOrEqual(4 * PIECE);
  });
});

/** A run is read in pieces of so many characters, also beyond the end of a range. */
const PIECE = 4_096;
