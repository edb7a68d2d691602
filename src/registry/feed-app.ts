import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isMissing } from './release/feed-files.ts';

const digest = '[0-9a-f]{64}';
const forever = 'public, max-age=31536000, immutable';

/** Every file a feed has, how long it may be kept, and what it is. Nothing else is served, whatever lies in the folder. */
const served: readonly { readonly name: RegExp; readonly keep: string; readonly type: string }[] = [
  { name: /^metadata\/timestamp\.json$/, keep: 'no-store', type: 'application/json' },
  { name: /^metadata\/\d{1,16}\.(root|snapshot|targets)\.json$/, keep: forever, type: 'application/json' },
  { name: new RegExp(`^targets/${digest}\\.list\\.txt\\.gz$`), keep: forever, type: 'application/gzip' },
  { name: new RegExp(`^targets/${digest}\\.alliance\\.json$`), keep: forever, type: 'application/json' },
  { name: new RegExp(`^delta/${digest}/${digest}\\.gz$`), keep: forever, type: 'application/gzip' },
  { name: /^why\/[0-9a-f]{3}\.json$/, keep: 'no-cache', type: 'application/json' },
];

/**
 * A file of the feed. `.gz` files go out as the bytes they are, without `content-encoding`: those bytes are what is
 * signed. No ETag, because it can tell browsers apart.
 *
 * @param name path below the feed's base
 */
export async function serveFile(feed: string, name: string, method = 'GET'): Promise<Response> {
  const kind = served.find((one) => one.name.test(name));
  const file = kind && (await openIfThere(join(feed, name)));
  if (!kind || !file) {
    const body = { error: 'The feed has no such file.', code: 'missing' };
    return Response.json(body, { status: 404, headers: { 'cache-control': 'no-store' } });
  }
  const { size } = await file.stat();
  const headers = { 'content-type': kind.type, 'content-length': String(size), 'cache-control': kind.keep };
  if (method !== 'HEAD')
    return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>, { headers });
  await file.close();
  return new Response(null, { headers });
}

async function openIfThere(file: string) {
  try {
    return await open(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
