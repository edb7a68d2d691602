import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Env } from './answers.ts';
import { openIfThere } from './feed-app.ts';
import { isMissing } from './release/feed-files.ts';

/** Where `npm run build:web` puts the registry's pages. */
const built = fileURLToPath(new URL('../../.output/', import.meta.url));

/** A program for browsers: one page and what it loads. */
type WebProgram = 'console' | 'site';

/** Where a program lies: `index.html` and `assets/`. */
export const builtFolder = (program: WebProgram): string => join(built, program);

/**
 * What the pages may do: run and load what this server has, show pictures that they hold themselves, and nothing else. Scripts can
 * not make markup out of text (trusted types, where the browser knows them).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

/** Names that Vite gives, with a digest of what is in them: they never change. */
const ASSET = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.(js|css|svg|png)$/;

/** Addresses of the site's page. */
const sitePages = [
  '/',
  '/search',
  '/statistics',
  '/log',
  '/rules',
  '/start-your-own',
  '/why/*',
  '/report/:receipt?',
  '/appeal/:receipt?',
];

/** The console below `/console/`, and the site's pages. */
export function webRoutes(): Hono<Env> {
  const app = new Hono<Env>();
  // A phone without a proxy in front of the registry waits a third of the time.
  for (const assets of ['/assets/*', '/console/assets/*']) app.use(assets, compress());
  app.get('/console', (c) => c.redirect('/console/', 308));
  app.get('/console/assets/:name', (c) => serveAsset('console', c.req.param('name')));
  app.get('/console/*', () => servePage('console'));
  app.get('/assets/:name', (c) => serveAsset('site', c.req.param('name')));
  for (const path of sitePages) app.get(path, () => servePage('site'));
  // People end an address with a slash, or without.
  app.get('/:page{search|statistics|log|rules|start-your-own|report|appeal}/', (c) =>
    c.redirect(`/${c.req.param('page')}`, 308),
  );
  return app;
}

/** The page of a program, for each of its addresses. What it shows there is its own affair. */
async function servePage(program: WebProgram): Promise<Response> {
  const headers = { ...common, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
  try {
    return new Response(await readFile(join(builtFolder(program), 'index.html')), { headers });
  } catch (error) {
    if (isMissing(error)) return new Response(notBuilt, { headers, status: 503 });
    throw error;
  }
}

/** A file that a program's page loads. @param name below the program's `assets/` */
async function serveAsset(program: WebProgram, name: string): Promise<Response> {
  const type = types[ASSET.exec(name)?.[1] ?? ''];
  const file = type === undefined ? null : await openIfThere(join(builtFolder(program), 'assets', name));
  if (type === undefined || file === null) {
    const body = { error: 'There is no such file. Load the page again.', code: 'missing' };
    return Response.json(body, { status: 404, headers: { 'cache-control': 'no-store' } });
  }
  const keep = 'public, max-age=31536000, immutable';
  const headers = { ...common, 'content-type': type, 'cache-control': keep };
  return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>, { headers });
}

const common = { 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin' };

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Baize</title>
<h1>This page has not been built yet</h1>
<p>On the registry's machine, in the folder of Baize: <code>npm run build:web</code></p>
<p lang="zh-CN">这个页面还没有生成。请在登记处的机器上、白泽所在的文件夹里运行：<code>npm run build:web</code></p>
<p lang="zh-TW">這個頁面還沒有產生。請在登記處的機器上、白澤所在的資料夾裡執行：<code>npm run build:web</code></p>
</html>
`;
