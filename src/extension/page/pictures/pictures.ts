import { limits } from '../../../core/limits.ts';
import { readCodes } from '../../codes.ts';
import type { Pictures, ReadScreen } from '../scripts.ts';
import { type Drawable, drawGrey, sizeOf } from './draw.ts';
import { findPicture } from './find.ts';
import { rasterise } from './raster.ts';
import { partOf, readFromScreen } from './screen.ts';

type Texts = readonly string[] | null;

/**
 * The reader of codes: from a picture's own pixels where the page may have them, else by the background.
 *
 * @param screen reads a part of the window
 */
export const pictures = (screen: ReadScreen): Pictures => ({
  async read(element) {
    const { texts, isFinal } = await readItself(element);
    return isFinal ? texts : readFromScreen(element, screen);
  },

  async ask(src) {
    const element = findPicture(src);
    const { texts, isFinal } = element === null ? unread : await readItself(element);
    if (isFinal) return { element, texts };
    return { element, texts: await screen(partOf(element?.getBoundingClientRect() ?? new DOMRect())) };
  },
});

interface Reading {
  readonly texts: Texts;
  /** False when it may yet be read otherwise. */
  readonly isFinal: boolean;
}

const unread: Reading = { texts: null, isFinal: false };

async function readItself(element: Element): Promise<Reading> {
  if (element instanceof HTMLImageElement || element instanceof HTMLCanvasElement) {
    const isReadable = drawGrey(element, 1, 1, false) !== null;
    return isReadable ? { texts: await readPixels(element), isFinal: true } : unread;
  }
  const image = element instanceof SVGSVGElement ? await rasterise(element, limits.readSide) : null;
  const texts = image && (await readPixels(image));
  // By itself it may look otherwise than on the page.
  return { texts, isFinal: texts !== null };
}

/** At a size that is enough for most codes; what may be finer is drawn once more, twice as large. */
async function readPixels(picture: Drawable): Promise<Texts> {
  const { width, height } = sizeOf(picture);
  const longest = Math.max(width, height);
  const sides = longest > limits.readSide ? [limits.readSide, 2 * limits.readSide] : [limits.readSide];
  for (const side of sides) {
    const texts = await readAt(picture, scaled(width, side / longest), scaled(height, side / longest));
    if (texts !== null) return texts;
  }
  return null;
}

const scaled = (length: number, scale: number): number => Math.max(1, Math.round(length * scale));

async function readAt(picture: Drawable, width: number, height: number): Promise<Texts> {
  const pixels = drawGrey(picture, width, height, true);
  return pixels && readCodes({ width, height, pixels });
}
