import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GAP, placeCallout } from '../../../../src/extension/page/warning/place-callout.ts';

const view = { width: 1000, height: 800 };
const size = { width: 400, height: 200 };
const box = (left: number, top: number, width: number, height: number) =>
  ({ left, top, width, height, right: left + width, bottom: top + height, x: left, y: top }) as DOMRect;

describe('a callout stands', () => {
  test.each([
    ['below its anchor', box(50, 100, 80, 20), { x: 50, y: 128 }],
    ['above it at the foot of the window', box(50, 700, 80, 20), { x: 50, y: 492 }],
    ['within the window at its right', box(900, 100, 80, 20), { x: 592, y: 128 }],
    ['at the edge that its anchor went over', box(50, -500, 80, 20), { x: 50, y: GAP }],
    ['over an anchor larger than the window', box(0, 0, 1000, 2000), { x: GAP, y: 592 }],
    ['at the upper right without one, below the banner', null, { x: 592, y: 98 }],
  ])('%s', (_, anchor, expected) => {
    expect(placeCallout(anchor, size, view, 90)).toEqual(expected);
  });

  test('within every window that is large enough', () => {
    const side = fc.integer({ min: 20, max: 3_000 });
    const at = fc.integer({ min: -5_000, max: 5_000 });
    fc.assert(
      fc.property(at, at, side, side, side, side, (left, top, width, height, w, h) => {
        const window = { width: w + 2 * GAP, height: h + 2 * GAP };
        const { x, y } = placeCallout(box(left, top, width, height), { width: w, height: h }, window, 0);
        expect([x, y].every((each) => each >= GAP)).toBe(true);
        expect(x + w <= window.width - GAP && y + h <= window.height - GAP).toBe(true);
      }),
    );
  });
});
