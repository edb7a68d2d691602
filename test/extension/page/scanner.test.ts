import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellings } from '../../../src/chains/all.ts';
import { type Candidate, scan } from '../../../src/extension/page/scanner.ts';
import { examples } from '../../chains/examples.ts';

const addresses = Object.entries(examples).flatMap(([chain, texts]) =>
  texts.map((text) => ({
    chain,
    text,
    canonical: spellings.find(({ id }) => id === chain)!.canonical(text),
  })),
);

/** The scanner's slow and obvious twin: one regular expression a chain. */
function slowScan(text: string): Candidate[] {
  const found = spellings.flatMap(({ id, pattern, canonical }) =>
    [...text.matchAll(new RegExp(`(?<![0-9A-Za-z])(?:${pattern})(?![0-9A-Za-z])`, 'g'))].flatMap((match) => {
      const address = match[0].length >= 26 ? canonical(match[0]) : null;
      const place = { offset: match.index, text: match[0] };
      return address === null ? [] : [{ ...place, key: `${id}:${address}` }];
    }),
  );
  return found.sort((a, b) => a.offset - b.offset);
}

const piece = fc.oneof(
  fc.constantFrom(...addresses.map(({ text }) => text)),
  fc.constantFrom(' ', '\n', '，', '：', '转账到', 'ß', '_', '-', '.', '0', 'a', '/', '@', '\u200b', '😀'),
  fc.constantFrom('0x', 'bc1', 'BC1q', 'T', '1', '3', '0X'),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEFxTbc13zZ'), maxLength: 60 }),
  fc.string({ maxLength: 30 }),
);
const texts = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('scanner', () => {
  test.each(addresses)('finds $text', ({ chain, text, canonical }) => {
    const expected = { text, key: `${chain}:${canonical}` };
    expect(scan(text)).toEqual([{ ...expected, offset: 0 }]);
    expect(scan(`请转到${text}，谢谢`)).toEqual([{ ...expected, offset: 3 }]);
    expect(scan(`https://explorer.example/address/${text}?a=b`)).toEqual([{ ...expected, offset: 33 }]);
    expect(scan(`(${text})`)).toEqual([{ ...expected, offset: 1 }]);
  });

  test.each(addresses)('does not find $text inside a longer run', ({ text }) => {
    expect(scan(`a${text}`)).toEqual([]);
    expect(scan(`${text}O`)).toEqual([]);
    expect(scan(`${text}${text}`)).toEqual([]);
    expect(scan(`${'A'.repeat(200)}${text}`)).toEqual([]);
    expect(scan(`${text}${'7'.repeat(200)}`)).toEqual([]);
  });

  test('a transaction hash, a private key and a Lightning invoice are no addresses', () => {
    expect(scan(`0x${'5c'.repeat(32)}`)).toEqual([]);
    expect(scan('5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLr')).toEqual([]);
    expect(scan(`lnbc20u1pvjluezhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqs`)).toEqual([]);
  });

  test('finds what its slow twin finds', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(scan(text)).toEqual(slowScan(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test('ranges put together find what one scan finds, wherever they are cut', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 200 }), (text, step) => {
        const parts: Candidate[] = [];
        for (let from = 0; from < text.length; from += step) {
          parts.push(...scan(text, from, Math.min(from + step, text.length)));
        }
        expect(parts).toEqual(scan(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Characters the scanner reads of a text: the measure of its work that no machine's noise touches. */
function readsOf(text: string, step = text.length, end = text.length): number {
  let reads = 0;
  const counted = new Proxy(new String(text), {
    get(target, name) {
      if (name === 'charCodeAt') reads += 1;
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
  const address = addresses[0]!.text;
  test.each([
    ['ordinary words', 'people who read a page about wallets '],
    ['runs one short of an address', `${'a'.repeat(25)} `],
    ['runs as short as an address', `${'a'.repeat(26)} `],
    ['runs that just miss the jump', `${'a'.repeat(24)} a `],
    ['one endless run', 'a'],
    ['runs just too long', `${'1'.repeat(91)} `],
    ['addresses', `${address} `],
    ['Chinese', '转账之前请先停一停'],
  ])('%s', (_, unit) => {
    const sizes = [20_000, 40_000, 80_000, 160_000];
    const reads = sizes.map((size) => readsOf(unit.repeat(Math.ceil(size / unit.length)).slice(0, size)));
    const exponent = Math.log(reads.at(-1)! / reads[0]!) / Math.log(sizes.at(-1)! / sizes[0]!);
    expect(exponent).toBeLessThan(1.05);
    expect(reads.at(-1)!, 'no character is read more than twice').toBeLessThanOrEqual(2 * sizes.at(-1)!);
  });

  test('a range of one endless run', () => {
    const range = 1_000;
    expect(readsOf('a'.repeat(100_000), range)).toBeLessThanOrEqual(2 * 100_000);
    expect(readsOf('a'.repeat(100_000), range, range)).toBeLessThanOrEqual(2 * range);
  });
});
