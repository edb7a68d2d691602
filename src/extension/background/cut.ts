import { limits } from '../../core/limits.ts';
import { readCodes } from '../codes.ts';
import { greyOf } from '../grey.ts';
import type { WindowPart } from '../page/scripts.ts';

/** Pixels of a picture: from where, and how large they are drawn. */
interface Cut {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What the cut is drawn to, in pixels. */
  readonly drawn: { readonly width: number; readonly height: number };
}

/** How much more than the part is cut on each side: boxes are rounded, and a code is found more easily with a margin. */
const margin = 0.04;

/**
 * Where a part of the window is in a capture of it, which may have more pixels than the page knows of (the screen's
 * density, a zoomed page).
 *
 * @returns whole pixels inside the capture; null for a part without a pixel
 */
export function cutOf(
  capture: { readonly width: number; readonly height: number },
  part: WindowPart,
): Cut | null {
  const across = span(capture.width, part.x, part.width);
  const down = span(capture.height, part.y, part.height);
  if (across.length <= 0 || down.length <= 0) return null;
  const scale = Math.min(1, (2 * limits.readSide) / Math.max(across.length, down.length));
  const drawn = {
    width: Math.max(1, Math.round(across.length * scale)),
    height: Math.max(1, Math.round(down.length * scale)),
  };
  return { x: across.from, y: down.from, width: across.length, height: down.length, drawn };
}

function span(whole: number, start: number, length: number): { from: number; length: number } {
  const from = Math.max(0, Math.floor((start - margin * length) * whole));
  const to = Math.min(whole, Math.ceil((start + length * (1 + margin)) * whole));
  return { from, length: length > 0 ? to - from : 0 };
}

/** What the codes in a part of a picture say; null when there is none that can be read. */
export function readPart(picture: ImageBitmap, part: WindowPart): Promise<readonly string[] | null> {
  const cut = cutOf(picture, part);
  if (cut === null) return Promise.resolve(null);
  const { x, y, width, height, drawn } = cut;
  const context = new OffscreenCanvas(drawn.width, drawn.height).getContext('2d')!;
  context.drawImage(picture, x, y, width, height, 0, 0, drawn.width, drawn.height);
  const { data } = context.getImageData(0, 0, drawn.width, drawn.height);
  return readCodes({ ...drawn, pixels: greyOf(data) });
}
