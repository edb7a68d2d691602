import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { BaizeError } from '../../core/errors.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** 351,000 names: level 6 0.17 s 2.058 MB, 7 0.25 s 2.018 MB, 8 0.47 s 2.017 MB, 9 1.4 s 2.017 MB. */
const LEVEL = 7;

export async function compress(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await zip(bytes, { level: LEVEL }));
}

/** Unpacks at most `most` bytes. @throws BaizeError `format` for no gzip, `length` for more than that */
export async function decompress(bytes: Uint8Array, most: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Node takes 0 for "no limit".
    return new Uint8Array(await unzip(bytes, { maxOutputLength: Math.max(most, 1) }));
  } catch (cause) {
    const tooLong = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLong) throw new BaizeError('length', `The file unpacks to more than ${most} bytes.`, { cause });
    throw new BaizeError('format', 'The file is no gzip.', { cause });
  }
}
