import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isMissing } from './release/feed-files.ts';

const digest = '[0-9a-f]{64}';
/** c2sp.org/tlog-tiles: `x001/x234/067`, and `.p/W` of a partial one. */
const tile = '(?:x\\d{3}/){0,5}\\d{3}(?:\\.p/\\d{1,3})?';
const text = 'text/plain; charset=utf-8';
const forever = 'public, max-age=31536000, immutable';

/** Every file a feed has, how long it may be kept, and what it is. Nothing else is served, whatever lies in the folder. */
const served: readonly { readonly name: RegExp; readonly keep: string; readonly type: string }[] = [
  { name: /^metadata\/timestamp\.json$/, keep: 'no-store', type: 'application/json' },
  { name: /^metadata\/\d{1,16}\.(root|snapshot|targets)\.json$/, keep: forever, type: 'application/json' },
  { name: new RegExp(`^targets/${digest}\\.list\\.txt\\.gz$`), keep: forever, type: 'application/gzip' },
  { name: new RegExp(`^targets/${digest}\\.alliance\\.json$`), keep: forever, type: 'application/json' },
  { name: new RegExp(`^delta/${digest}/${digest}\\.gz$`), keep: forever, type: 'application/gzip' },
  { name: /^proposal\/proposal\.json$/, keep: 'no-store', type: 'application/json' },
  { name: /^proof\/\d{1,16}\.tlog-proof$/, keep: forever, type: text },
  { name: /^log\/checkpoint$/, keep: 'no-store', type: text },
  { name: new RegExp(`^log/tile/\\d{1,2}/${tile}$`), keep: forever, type: 'application/octet-stream' },
  { name: new RegExp(`^log/tile/entries/${tile}$`), keep: forever, type: 'application/octet-stream' },
  { name: new RegExp(`^log/body/${digest}\\.txt\\.gz$`), keep: forever, type: 'application/gzip' },
  { name: /^statistics\.json$/, keep: 'no-cache', type: 'application/json' },
  { name: /^why\/[0-9a-f]{3}\.json$/, keep: 'no-cache', type: 'application/json' },
];

/** A feed is public: also a browser that lets its extension read no site may read it, and be told what is missing. */
const anyone = { 'access-control-allow-origin': '*' };

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
    return Response.json(body, { status: 404, headers: { ...anyone, 'cache-control': 'no-store' } });
  }
  const { size } = await file.stat();
  const headers = {
    ...anyone,
    'content-type': kind.type,
    'content-length': String(size),
    'cache-control': kind.keep,
  };
  if (method !== 'HEAD')
    return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>, { headers });
  await file.close();
  return new Response(null, { headers });
}

/** Opens a file to read; null when there is none. */
export async function openIfThere(file: string) {
  try {
    return await open(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
