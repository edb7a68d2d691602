import { BaizeError } from '../../core/errors.ts';
import { readAtMost } from '../../core/gunzip.ts';
import { limits } from '../../core/limits.ts';
import type { GetFile } from '../../core/release.ts';

/** Where the feed lies, beside the site: on every mirror. */
const feed = '/feed/';

/** What changes under its name; everything else of a feed never does, and the browser may keep it. */
const CHANGES = /^(metadata\/timestamp\.json|log\/checkpoint|statistics\.json|why\/)/;

/**
 * A getter of the feed's files. Each is cut at its bound while it arrives, and has a time to be whole. No cookie goes with it.
 *
 * @param onBytes told how many bytes of a file have come
 */
export function feedFiles(onBytes: (bytes: number) => void = () => {}): GetFile {
  return async (path, most) => {
    const time = most > limits.targetsBytes ? limits.listFetchTimeout : limits.fetchTimeout;
    try {
      const response = await fetch(`${feed}${path}`, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
        cache: CHANGES.test(path) ? 'no-store' : 'default',
        signal: AbortSignal.timeout(time),
      });
      return isNone(response) ? null : await bodyOf(response, path, most, onBytes);
    } catch (cause) {
      if (cause instanceof BaizeError) throw cause;
      throw new BaizeError('network', `No whole answer for ${path}.`, { cause });
    }
  };
}

/** A host that answers every address with a page, as hosts of static sites do, has no such file either. */
function isNone({ status, headers }: Response): boolean {
  if ([403, 404, 410].includes(status)) return true;
  return status === 200 && (headers.get('content-type') ?? '').startsWith('text/html');
}

async function bodyOf(response: Response, path: string, most: number, onBytes: (bytes: number) => void) {
  if (!response.ok) throw new BaizeError('network', `${path} was answered with status ${response.status}.`);
  if (response.body === null) return new Uint8Array();
  return readAtMost(counted(response.body, onBytes), most, path);
}

async function* counted(stream: ReadableStream<Uint8Array>, onBytes: (bytes: number) => void) {
  let bytes = 0;
  for await (const part of chunks(stream)) {
    bytes += part.length;
    onBytes(bytes);
    yield part;
  }
}

/** Safari has streams that can not be iterated. */
async function* chunks(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
