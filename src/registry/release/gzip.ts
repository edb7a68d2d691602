import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const zip = promisify(gzip);

/** 351,000 names: level 6 0.17 s 2.058 MB, 7 0.25 s 2.018 MB, 8 0.47 s 2.017 MB, 9 1.4 s 2.017 MB. */
const LEVEL = 7;

export async function compress(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await zip(bytes, { level: LEVEL }));
}
