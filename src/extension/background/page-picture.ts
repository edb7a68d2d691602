import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';

/**
 * A captured picture as it may go with a report: drawn anew as JPEG, so that it holds nothing but what can be seen, and
 * made smaller until it is within the bound.
 *
 * @returns a `data:` address
 * @throws BaizeError `length` when no size will do
 */
export async function reportPicture(capture: ImageBitmap): Promise<string> {
  const longer = Math.max(capture.width, capture.height);
  let side = Math.min(longer, limits.reportPictureSide);
  while (side >= Math.min(longer, limits.leastPictureSide)) {
    const jpeg = await drawn(capture, side / longer);
    if (jpeg.size <= limits.reportPictureBytes) return addressOf(await jpeg.arrayBuffer());
    side = Math.floor(side * 0.75);
  }
  throw new BaizeError('length', 'The picture can not be made small enough.');
}

/** The bytes of what `reportPicture` made. */
export function pictureBytes(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(prefix.length)), (char) => char.charCodeAt(0));
}

const prefix = 'data:image/jpeg;base64,';

function drawn(capture: ImageBitmap, scale: number): Promise<Blob> {
  const width = Math.max(1, Math.round(capture.width * scale));
  const height = Math.max(1, Math.round(capture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(capture, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

function addressOf(bytes: ArrayBuffer): string {
  let text = '';
  // In parts: a call takes so many arguments and no more.
  for (let at = 0; at < bytes.byteLength; at += 8_192) {
    text += String.fromCharCode(...new Uint8Array(bytes.slice(at, at + 8_192)));
  }
  return `${prefix}${btoa(text)}`;
}
