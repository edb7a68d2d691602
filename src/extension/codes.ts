import { decodeQRBatch } from 'qr/decode.js';
import { limits } from '../core/limits.ts';

/** A picture in grey: a byte a pixel, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** What this browser brings of the Shape Detection API; most bring nothing. */
interface Detector {
  new (options: {
    formats: string[];
  }): {
    detect(image: ImageData): Promise<readonly { readonly rawValue: string }[]>;
  };
  getSupportedFormats(): Promise<readonly string[]>;
}

/**
 * The texts of the QR codes in a picture, each once: by the browser's own reader where it has one, else (and when that
 * finds nothing) by the library, which gives way to other work between its steps.
 *
 * @returns null when no code could be read
 */
export async function readCodes(picture: Grey): Promise<readonly string[] | null> {
  const found = await detect(picture);
  const texts = found.length > 0 ? found : await decode(picture);
  return texts.length > 0 ? [...new Set(texts)].map((text) => text.slice(0, limits.codeText)) : null;
}

async function detect({ width, height, pixels }: Grey): Promise<readonly string[]> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: Detector };
  try {
    if (!(await BarcodeDetector?.getSupportedFormats())?.includes('qr_code')) return [];
    const image = new ImageData(width, height);
    for (const [i, tone] of pixels.entries()) image.data.set([tone, tone, tone, 255], 4 * i);
    const codes = await new BarcodeDetector!({ formats: ['qr_code'] }).detect(image);
    return codes.map(({ rawValue }) => rawValue);
  } catch {
    return [];
  }
}

async function decode({ width, height, pixels }: Grey): Promise<readonly string[]> {
  // "I420" is the library's name for a plane of lightness.
  const options = { format: 'I420', maxSize: { width, height } } as const;
  const [results] = await decodeQRBatch([{ width, height, data: pixels }], options);
  return (results ?? []).filter((result) => typeof result === 'string');
}
