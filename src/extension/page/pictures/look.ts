import { limits } from '../../../core/limits.ts';
import { type Drawable, drawGrey } from './draw.ts';

/** Square, within a few percent. */
export const isSquare = (width: number, height: number): boolean =>
  Math.abs(width - height) <= limits.codeSkew * width;

/** Whether a box on the screen is square and of a size that people hold a camera to. */
export const isCodeShaped = ({ width, height }: DOMRectReadOnly): boolean =>
  width >= limits.codeSide && width <= limits.longestCodeSide && isSquare(width, height);

/** A side of the small drawing, in pixels. */
const side = 64;

/** Changes of tone in a line of it. The smallest code that holds an address has 9 with a wide margin; a chessboard 7. */
const fewest = 7.5;
const most = 44;

/**
 * Whether a picture looks like a code: two tones with hardly anything between them, both in plenty, and changing often
 * along rows and columns, though not with every pixel.
 *
 * @returns null when its pixels can not be had here
 */
export function looksLikeCode(picture: Element): boolean | null {
  const grey = drawGrey(picture as Drawable, side, side, false);
  return grey && isTwoToned(grey) && changesOften(grey, 1, side) && changesOften(grey, side, 1);
}

function isTwoToned(grey: Uint8Array): boolean {
  const middle = middleOf(grey);
  const reach = (Math.max(...grey) - Math.min(...grey)) / 2;
  const dark = grey.filter((tone) => tone < middle).length / grey.length;
  const between = grey.filter((tone) => Math.abs(tone - middle) < reach / 3).length / grey.length;
  return reach > 30 && between < 0.2 && dark > 0.12 && dark < 0.88;
}

/** @param step from one pixel to the next in a line; `stride` from one line to the next */
function changesOften(grey: Uint8Array, step: number, stride: number): boolean {
  const middle = middleOf(grey);
  let changes = 0;
  for (let line = 0; line < side; line += 1)
    for (let i = 1; i < side; i += 1) {
      const at = line * stride + i * step;
      if (grey[at]! < middle !== grey[at - step]! < middle) changes += 1;
    }
  return changes > fewest * side && changes < most * side;
}

const middleOf = (grey: Uint8Array): number => (Math.max(...grey) + Math.min(...grey)) / 2;

/** Whether what an SVG draws may be a code: very many parts, a long path of straight lines, or a picture in it. */
export function isDrawnLikeCode(svg: Element): boolean {
  const parts = svg.getElementsByTagName('*');
  if (parts.length > 100) return parts.length < limits.drawnParts;
  return Array.from(parts).some(
    (part) => part.localName === 'image' || isStraight(part.getAttribute('d') ?? ''),
  );
}

const isStraight = (path: string): boolean =>
  path.length > 600 && path.length < 10 * limits.drawnParts && /^[\s\d.,MLHVZ-]+$/i.test(path.slice(0, 600));
