import { BaizeError } from './errors.ts';
import { concat, own } from './tuf/bytes.ts';

/**
 * Reads a stream to its end, and not beyond a bound: the rest is never buffered.
 *
 * @param what names the file in the error
 * @throws BaizeError `length`
 */
export async function readAtMost(
  stream: AsyncIterable<Uint8Array>,
  most: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    length += part.length;
    // Leaving the loop cancels the stream.
    if (length > most) throw new BaizeError('length', `${what} is longer than ${most} bytes.`);
    parts.push(part);
  }
  return concat(parts);
}

/** Unpacks gzip to at most `most` bytes. @throws BaizeError `length` beyond that, `format` for what is no gzip */
export async function gunzip(
  bytes: Uint8Array,
  most: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([own(bytes)]).stream();
  try {
    return await readAtMost(packed.pipeThrough(new DecompressionStream('gzip')), most, what);
  } catch (cause) {
    if (cause instanceof BaizeError) throw cause;
    throw new BaizeError('format', `${what} is not whole gzip.`, { cause });
  }
}
