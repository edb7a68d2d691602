import { limits } from '../../../core/limits.ts';
import { greyOf } from '../../grey.ts';

export type Drawable = HTMLImageElement | HTMLCanvasElement;

/** The size of a picture itself, in its own pixels. */
export const sizeOf = (picture: Drawable): { readonly width: number; readonly height: number } =>
  picture instanceof HTMLImageElement
    ? { width: picture.naturalWidth, height: picture.naturalHeight }
    : picture;

/**
 * A picture drawn to a size, in grey.
 *
 * @param isSmooth false keeps two tones two tones however small the drawing is
 * @returns a byte a pixel, row by row; null for pixels that the page may not read, and for a picture so large that
 *   unpacking it here would be felt
 */
export function drawGrey(
  picture: Drawable,
  width: number,
  height: number,
  isSmooth: boolean,
): Uint8Array | null {
  const size = sizeOf(picture);
  if (Math.max(size.width, size.height) > limits.drawnSide) return null;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.imageSmoothingEnabled = isSmooth;
  try {
    context.drawImage(picture, 0, 0, width, height);
    return greyOf(context.getImageData(0, 0, width, height).data);
  } catch {
    return null;
  }
}
