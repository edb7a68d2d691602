import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differing, type Piece, shortened } from '../../../../src/extension/page/warning/differ.ts';

const written = (pieces: readonly Piece[]) =>
  pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');
const plain = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');

describe('differing', () => {
  test.each([
    ['abcdef', 'abXdeY', 'ab[c]de[f]', 'ab[X]de[Y]'],
    ['same', 'same', 'same', 'same'],
    ['head-1-tail', 'head-22-tail', 'head-[1]-tail', 'head-[22]-tail'],
    ['aa', 'aaa', 'aa', 'aa[a]'],
    ['0xAbCd', '0xabce', '0xAbC[d]', '0xabc[e]'],
    ['TAbc', 'Tabc', 'T[A]bc', 'T[a]bc'],
  ])('%s, %s', (a, b, first, second) => {
    expect(differing(a, b).map(written)).toEqual([first, second]);
  });

  test('loses nothing, and marks nothing in equal texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [first, second] = differing(a, b);
        expect([plain(first), plain(second)]).toEqual([a, b]);
        expect(differing(a, a)[0].some(({ marked }) => marked)).toBe(false);
      }),
    );
  });
});

test('a short form shows start and end, and what is short as a whole', () => {
  expect(written(shortened(`0x${'1234567890'.repeat(4)}`))).toBe('[0x12345678]…[34567890]');
  expect(written(shortened('123456789012345678901'))).toBe('[123456789012345678901]');
});
