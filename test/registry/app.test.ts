import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import type { Report } from '../../src/core/report.ts';
import { createApp } from '../../src/registry/app.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { sourceOf } from '../../src/registry/release/source.ts';
import { openFeed } from '../../src/registry/release/verify.ts';
import { serve } from '../../src/registry/server.ts';
import { onPostgres } from './databases.ts';
import { asking, askingApp, cheapWork, postReport } from './reporters.ts';
import { clearEntry, listEntries } from './votes.ts';
import { entry, newRegistry } from './workspace.ts';

async function serving(): Promise<{ registry: Registry; url: string }> {
  const registry = await newRegistry();
  const server = await serve(registry, { port: 0, work: cheapWork });
  onTestFinished(() => server.close());
  return { registry, url: server.url };
}

let count = 0;
const newReport = (more: Partial<Report> = {}): Report => {
  count += 1;
  return {
    id: `sample-report-${String(count).padStart(6, '0')}`,
    subject: 'http://scam.test/win',
    kind: 'giveaway',
    ...more,
  };
};

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  postReport(asking(url), body, headers);

/** The status of a path as it is sent: `fetch` would resolve its dots first. */
function rawStatus(url: string, path: string): Promise<number> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      done(response.statusCode!);
    })
      .on('error', fail)
      .end();
  });
}

describe('the feed', () => {
  it('is what a browser accepts', async () => {
    const { registry, url } = await serving();
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    const { list } = await openFeed(sourceOf(`${url}feed/`), new Date());
    expect([...list.lines()]).toEqual(['a.test phishing']);
  });

  it('may be kept for ever, except the timestamp', async () => {
    const { url } = await serving();
    const timestamp = await fetch(`${url}feed/metadata/timestamp.json`);
    expect(timestamp.headers.get('cache-control')).toBe('no-store');
    const root = await fetch(`${url}feed/metadata/1.root.json`);
    expect(root.headers.get('cache-control')).toContain('immutable');
    expect(root.headers.get('content-type')).toBe('application/json');
    for (const header of ['etag', 'set-cookie', 'last-modified', 'content-encoding']) {
      expect(root.headers.get(header)).toBeNull();
    }
    expect(
      (await fetch(`${url}feed/metadata/1.root.json`, { method: 'HEAD' })).headers.get('content-length'),
    ).toBe(root.headers.get('content-length'));
  });

  it.each(['1.root.json', '99.root.json'])(
    'may be read by a browser that lets its extension read no site: %s',
    async (name) => {
      const { url } = await serving();
      const { headers } = await fetch(`${url}feed/metadata/${name}`);
      expect(headers.get('access-control-allow-origin')).toBe('*');
    },
  );

  it('sends packed files as the bytes that are signed', async () => {
    const { registry, url } = await serving();
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    const { trusted } = await openFeed(sourceOf(registry.paths.feed), new Date());
    const targets = JSON.parse(new TextDecoder().decode(trusted.targets));
    const { hashes, length } = targets.signed.targets['list.txt.gz'];
    const response = await fetch(`${url}feed/targets/${hashes.sha256}.list.txt.gz`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect((await response.arrayBuffer()).byteLength).toBe(length);
  });

  it('gives nothing else away', async () => {
    const { registry, url } = await serving();
    await mkdir(join(registry.paths.feed, 'metadata/folder.json'), { recursive: true });
    await writeFile(join(registry.paths.feed, 'note.txt'), 'private');
    for (const path of [
      '/feed/note.txt',
      '/feed/metadata/folder.json',
      '/feed/metadata/../../keys/root.key',
      '/feed/..%2fkeys/root.key',
      '/feed/%2e%2e/keys/root.key',
      '/feed/metadata/..%2f..%2fkeys%2froot.key',
      '/feed//etc/passwd',
      '/feed/',
      '/feed',
      '/keys/root.key',
    ]) {
      expect(await rawStatus(url, path), path).toBe(404);
    }
  });
});

describe('reports', () => {
  it('are taken once, however often they are sent', async () => {
    const { registry, url } = await serving();
    const report = newReport({ note: '<script>alert(1)</script>', addresses: ['tron:sample'] });
    const first = await post(url, report);
    expect(first.status).toBe(201);
    const receipt = await first.json();
    expect(receipt).toEqual({
      ...{ receipt: expect.stringMatching(/^[\w-]{24}$/), state: 'received' },
      since: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    for (let index = 0; index < 50; index += 1) {
      const again = await post(url, report);
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual(receipt);
    }
    expect(await registry.db.selectFrom('report').selectAll().execute()).toHaveLength(1);
  });

  it('sent at once are still one', async () => {
    const { registry, url } = await serving();
    const report = newReport();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, report)));
    const receipts = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await registry.db.selectFrom('report').selectAll().execute()).toHaveLength(1);
  });

  it('sent at once count once for the limit', async () => {
    const ask = askingApp(createApp(await newRegistry(), { work: cheapWork }));
    const send = (report: Report) => postReport(ask, report);
    const report = newReport();
    await Promise.all(Array.from({ length: limits.reportsPerHour }, () => send(report)));
    for (let index = 1; index < limits.reportsPerHour; index += 1) {
      expect((await send(newReport())).status).toBe(201);
    }
    expect((await send(newReport())).status).toBe(429);
  });

  it.each([
    ['behind a proxy the one it names last', true, 201],
    ['without one the connection, whatever a header says', false, 429],
  ])('are limited by sender: %s', async (_, behindProxy, expected) => {
    const ask = askingApp(createApp(await newRegistry(), { behindProxy, work: cheapWork }));
    const send = async (from: string) =>
      (await postReport(ask, newReport(), { 'x-forwarded-for': from })).status;
    for (let index = 0; index < limits.reportsPerHour; index += 1) {
      expect(await send(`192.0.2.${index}, 198.51.100.1`)).toBe(201);
    }
    expect(await send('192.0.2.99, 198.51.100.1')).toBe(429);
    expect(await send('198.51.100.1, 198.51.100.2')).toBe(expected);
  });

  it('do not replace one another under one id', async () => {
    const { url } = await serving();
    const report = newReport();
    await post(url, report);
    const other = await post(url, { ...report, subject: 'http://innocent.test/' });
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ code: 'conflict', error: expect.stringContaining('id') });
  });

  it('are listed when the list that was published covers them', async () => {
    const { registry, url } = await serving();
    const { receipt } = await (
      await post(url, newReport({ subject: 'https://www.scam.test/win?id=1' }))
    ).json();
    const state = async () => (await (await fetch(`${url}v1/reports/${receipt}`)).json()).state;
    expect(await state()).toBe('received');
    await listEntries(registry, [entry('scam.test')]);
    expect(await state()).toBe('received');
    await publish(registry);
    expect(await state()).toBe('listed');
    await clearEntry(registry, 'scam.test');
    expect(await state()).toBe('listed');
    await publish(registry);
    expect(await state()).toBe('declined');
  });

  it('are refused with a sentence when they are no reports', async () => {
    const { registry, url } = await serving();
    const cases: [unknown, number][] = [
      ['{"id":', 400],
      ['[]', 400],
      [{ ...newReport(), id: 'short' }, 400],
      [{ ...newReport(), kind: 'no such kind' }, 400],
      [{ ...newReport(), extra: 1 }, 400],
      [{ ...newReport(), subject: 7 }, 400],
      [`{"id":"sample-report-x00001","subject":"a.test","subject":"b.test","kind":"phishing"}`, 400],
      [newReport({ note: 'x'.repeat(limits.noteLength + 1) }), 400],
      ['x'.repeat(10_000_000), 413],
    ];
    for (const [body, status] of cases) {
      const answer = await post(url, body);
      expect(answer.status, JSON.stringify(body).slice(0, 80)).toBe(status);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/), code: expect.any(String) });
    }
    expect(await registry.db.selectFrom('report').selectAll().execute()).toEqual([]);
  });

  it('without a stated length are cut at the bound', async () => {
    const { url } = await serving();
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)),
    });
    const sent = fetch(`${url}v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    // The server answers 413 or hangs up; either way it does not read on for ever.
    expect(await sent.then((answer) => answer.status).catch(() => 413)).toBe(413);
  });

  it('can not be sent by a foreign page without asking', async () => {
    const { url } = await serving();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await post(url, newReport(), { 'content-type': type })).status).toBe(415);
    }
    const asked = await fetch(`${url}v1/reports`, {
      method: 'OPTIONS',
      headers: { origin: 'http://foreign.test', 'access-control-request-method': 'POST' },
    });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('are limited for each sender, counting new ones only', async () => {
    const { url } = await serving();
    const first = newReport();
    await post(url, first);
    for (let index = 1; index < limits.reportsPerHour; index += 1) {
      expect((await post(url, newReport())).status).toBe(201);
    }
    const refused = await post(url, newReport());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
    expect((await post(url, first)).status).toBe(200);
  });

  it.skipIf(onPostgres)(
    '64: are taken once the disk is not full any more, and not acknowledged before',
    async () => {
      const { registry, url } = await serving();
      const report = newReport({ note: 'x'.repeat(limits.noteLength) });
      const log = vi.spyOn(console, 'error').mockImplementation(() => {});
      onTestFinished(() => log.mockRestore());
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(registry.db);
      await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(registry.db);
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => post(url, newReport({ note: report.note! }))),
      );
      const refused = answers.filter(({ status }) => status === 503);
      expect(refused.length).toBeGreaterThan(0);
      expect(await refused[0]!.json()).toMatchObject({ code: 'unavailable' });
      const stored = await registry.db.selectFrom('report').selectAll().execute();
      expect(stored).toHaveLength(answers.filter(({ status }) => status === 201).length);
      expect(log.mock.calls.join()).toContain('disk is full');
      await sql.raw('pragma max_page_count = 1000000').execute(registry.db);
      expect((await post(url, report)).status).toBe(201);
    },
  );

  it('with an unknown receipt are not there', async () => {
    const { url } = await serving();
    for (const receipt of ['nothing', "x'%20or%201=1", '%00', '..%2f']) {
      expect((await fetch(`${url}v1/reports/${receipt}`)).status).toBe(404);
    }
  });
});

describe('serving', () => {
  it('publishes what waits at once, and later what comes, without being told', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    const server = await serve(registry, { port: 0 });
    onTestFinished(() => server.close());
    const lines = async () => [...(await openFeed(sourceOf(`${server.url}feed/`), new Date())).list.lines()];
    await expect.poll(lines).toEqual(['a.test phishing']);
    await listEntries(registry, [entry('b.test')]);
    await expect.poll(lines).toEqual(['a.test phishing', 'b.test phishing']);
  });
});

describe('the rest', () => {
  it('is healthy while the store answers and the feed has not expired', async () => {
    const { url } = await serving();
    expect(await (await fetch(`${url}healthz`)).json()).toMatchObject({ ok: true, hasExpired: false });
  });

  it('is not healthy once browsers find the feed expired', async () => {
    const registry = await newRegistry();
    vi.useFakeTimers({ now: Date.now() + limits.timestampExpiry + 60_000, toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const answer = await createApp(registry).request('/healthz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ok: false, hasExpired: true });
  });

  it('names the port that is taken', async () => {
    const { registry, url } = await serving();
    await expect(serve(registry, { port: Number(new URL(url).port) })).rejects.toThrow('--port');
  });
});
