import { describe, expect, it } from 'vitest';
import { webRoutes } from '../../src/registry/web-files.ts';

const app = webRoutes();
const get = (path: string) => app.request(path);

/** `npm run build:web` comes before the tests. */
describe.each([
  ['/console/', ['/console/queue'], '/console/assets/'],
  [
    '/',
    ['/search', '/why/scam.test%2Fwin', '/appeal', '/appeal/a', '/report', '/report/a', '/log'],
    '/assets/',
  ],
])('the page at %s', (page, others, assets) => {
  it('is the same for each address of its program, and never kept without asking', async () => {
    const answer = await get(page);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const html = await answer.text();
    for (const other of others) expect(await (await get(other)).text(), other).toBe(html);
  });

  it('loads only files of its own, which stay for ever', async () => {
    const html = await (await get(page)).text();
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) {
      expect(path.startsWith(assets), path).toBe(true);
      const file = await get(path);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers.get('cache-control')).toContain('immutable');
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  it('has nothing inline, and a policy that forbids it', async () => {
    const answer = await get(page);
    expect(await answer.text()).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('serves nothing but what was built', async () => {
    for (const name of ['..%2findex.html', '..%2f..%2f..%2fpackage.json', '.hidden.js', 'none.js', 'a.ts']) {
      expect([name, (await get(assets + name)).status]).toEqual([name, 404]);
    }
  });
});

it.each(['/appeal/', '/statistics/'])('%s leads on to the address without a slash', async (path) => {
  const answer = await get(path);
  expect([answer.status, answer.headers.get('location')]).toEqual([308, path.slice(0, -1)]);
});
