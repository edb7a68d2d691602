import { createHash } from 'node:crypto';
import { BaizeError } from '../../core/errors.ts';
import { gunzip, readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import { own } from '../../core/tuf/bytes.ts';
import { compress } from '../release/gzip.ts';
import { type Body, readBody } from '../store/bodies.ts';
import type { Db } from '../store/schema.ts';

/**
 * Reads a body that is sent compressed: unpacked as it comes, within a bound, and held to its digest. It is compressed anew,
 * so that what others will download is plain gzip and nothing besides.
 *
 * @param stream the text, compressed with gzip
 * @param sha256 of the text, in hex
 * @throws BaizeError `input` when it is no gzip, too long, or another text
 */
export async function readUpload(stream: ReadableStream<Uint8Array>, sha256: string): Promise<Body> {
  const text = await unpack(stream);
  const digest = createHash('sha256').update(text).digest('hex');
  if (digest !== sha256) throw new BaizeError('input', `The body has the SHA-256 ${digest}.`);
  return { sha256, length: text.length, gz: await compress(text) };
}

async function unpack(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const text = stream.pipeThrough(new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>(bounded()));
  try {
    return await readAtMost(text.pipeThrough(new DecompressionStream('gzip')), limits.listBytes, 'The body');
  } catch (cause) {
    const message = cause instanceof BaizeError ? cause.message : 'The body is not whole gzip.';
    throw new BaizeError('input', message, { cause });
  }
}

/** Ends a stream that brings more than a list may have, compressed. */
function bounded(): Transformer<Uint8Array, Uint8Array<ArrayBuffer>> {
  let left = limits.listGzipBytes as number;
  return {
    transform: (part, controller) => {
      left -= part.length;
      if (left < 0) throw new BaizeError('length', `The body has more than ${limits.listGzipBytes} bytes.`);
      controller.enqueue(own(part));
    },
  };
}

/** The text of a body that is stored here. @throws BaizeError `missing`: no vote is taken without its body */
export async function readBodyText(db: Db, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const gz = await readBody(db, sha256);
  if (gz === null) throw new BaizeError('missing', `The body ${sha256} of a batch is not in the database.`);
  return gunzip(gz, limits.listBytes, 'The body');
}
