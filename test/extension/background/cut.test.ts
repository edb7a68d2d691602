import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutOf } from '../../../src/extension/background/cut.ts';

const window = { width: 1_200, height: 800 };

test('a part is cut with a margin, in whole pixels', () => {
  const cut = cutOf(window, { x: 0.5, y: 0.25, width: 0.1, height: 0.15 });
  expect(cut).toMatchObject({ x: 595, y: 195, width: 130, height: 130 });
  expect(cut?.drawn).toEqual({ width: 130, height: 130 });
});

test('a screen of twice the pixels gives twice the cut', () => {
  const part = { x: 0.5, y: 0.25, width: 0.1, height: 0.15 };
  expect(cutOf({ width: 2_400, height: 1_600 }, part)).toMatchObject({ x: 1_190, y: 390, width: 260 });
});

test('a large cut is drawn smaller, in its shape', () => {
  const cut = cutOf({ width: 4_000, height: 2_000 }, { x: 0, y: 0, width: 1, height: 1 });
  expect(cut).toEqual({ x: 0, y: 0, width: 4_000, height: 2_000, drawn: { width: 800, height: 400 } });
});

test('a part without width or height is none', () => {
  expect(cutOf(window, { x: 0.2, y: 0.2, width: 0, height: 0.4 })).toBeNull();
  expect(cutOf(window, { x: 0.2, y: 0.2, width: 0.4, height: 0 })).toBeNull();
});

test('no part leads outside, or draws more than is read', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const size = fc.record({
    width: fc.integer({ min: 1, max: 9_000 }),
    height: fc.integer({ min: 1, max: 9_000 }),
  });
  const part = fc.record({ x: share, y: share, width: share, height: share });
  // At the very edge, or narrower than a number can say.
  const isNothing = (start: number, length: number) =>
    length === 0 || start + length / 2 >= 1 - 1e-12 || length < 1e-12;
  const whole = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  fc.assert(
    fc.property(size, part, (capture, part) => {
      const cut = cutOf(capture, part);
      if (cut === null) return isNothing(part.x, part.width) || isNothing(part.y, part.height);
      const { x, y, width, height, drawn } = cut;
      return (
        whole(x, 0, capture.width) &&
        whole(y, 0, capture.height) &&
        whole(width, 1, capture.width - x) &&
        whole(height, 1, capture.height - y) &&
        whole(drawn.width, 1, 800) &&
        whole(drawn.height, 1, 800)
      );
    }),
    { numRuns: 2_000 },
  );
});
