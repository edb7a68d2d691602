import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportStore } from '../../../src/extension/background/database.ts';
import { Reports, reportAddress } from '../../../src/extension/background/reports.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';
import type { SentReport } from '../../../src/extension/messages.ts';
import { createApp } from '../../../src/registry/app.ts';
import { initRegistry } from '../../../src/registry/init.ts';
import type { Registry } from '../../../src/registry/registry.ts';

const report = (id: string) => ({
  id: id.padEnd(16, '0'),
  subject: 'https://site.example/',
  kind: 'phishing',
});

/** The reports' store in memory. */
class Kept implements ReportStore {
  readonly map = new Map<string, SentReport>();
  all = async () => structuredClone([...this.map.values()]);
  put = async (one: SentReport) => void this.map.set(one.report.id, structuredClone(one));
  remove = async (id: string) => void this.map.delete(id);
}

let folder: string;
let registry: Registry;
let server: Server;
let posts: number;
let kept: Kept;
let reports: Reports;
let to: FeedRecord;
/** What the registry does with a request; a test may do something else. */
let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baize-reports-'));
  ({ registry } = await initRegistry(folder, 'Sample alliance'));
  answer = getRequestListener(createApp(registry).fetch);
  posts = 0;
  server = createServer((request, response) => {
    if (request.method === 'POST') posts += 1;
    void answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  kept = new Kept();
  reports = new Reports({ reports: kept, fetch, now: Date.now });
  const feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`;
  to = { feed, alliance: registry.alliance } as FeedRecord;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const down: typeof answer = async (_, response) => void response.destroy();

describe('a report', () => {
  it('travels to the registry, which acknowledges it', async () => {
    const sent = await reports.send(report('one'), to);
    expect(sent).toMatchObject({ state: 'received', feed: to.feed, error: null });
    expect(sent.receipt).toMatch(/./);
    const stored = await registry.db.selectFrom('report').selectAll().execute();
    expect(JSON.stringify(stored)).toContain('site.example');
  });

  it('made offline is kept, and sent later', async () => {
    const up = answer;
    answer = down;
    expect(await reports.send(report('one'), to)).toMatchObject({ state: 'waiting', receipt: null });
    expect(await reports.retry([to])).toBe(1);
    answer = up;
    expect(await new Reports({ reports: kept, fetch, now: Date.now }).retry([to])).toBe(0);
    expect((await kept.all())[0]).toMatchObject({ state: 'received' });
  });

  it.each([429, 503])('that is answered with %s waits', async (status) => {
    answer = async (_, response) => void response.writeHead(status).end();
    expect((await reports.send(report('one'), to)).state).toBe('waiting');
  });

  it('that meets a captive portal waits', async () => {
    answer = async (_, response) => void response.end('<html>Sign in</html>');
    expect((await reports.send(report('one'), to)).state).toBe('waiting');
  });

  it('that the registry refuses says why, in the registry’s words', async () => {
    await reports.send(report('one'), to);
    kept.map.clear();
    const refused = await reports.send({ ...report('one'), subject: 'https://other.example/' }, to);
    expect(refused).toMatchObject({ state: 'refused', error: expect.stringContaining('under this id') });
    expect(await reports.retry([to])).toBe(0);
  });

  it('sent twice is one report', async () => {
    await Promise.all([reports.send(report('one'), to), reports.send(report('one'), to)]);
    expect(posts).toBe(1);
    expect(await reports.list([to])).toHaveLength(1);
  });

  it('from a private window is sent, and leaves no trace', async () => {
    expect(await reports.sendWithoutTrace(report('one'), to)).toMatchObject({ state: 'received' });
    expect(posts).toBe(1);
    answer = down;
    const unsent = reports.sendWithoutTrace(report('two'), to);
    await expect(unsent).rejects.toMatchObject({ code: 'network' });
    expect(kept.map.size).toBe(0);
  });

  it.each([{ ...report('one'), extra: 1 }, { ...report('one'), kind: 'joke' }, null])(
    'that is none is refused here (%#)',
    async (value) => {
      await expect(reports.send(value, to)).rejects.toMatchObject({ code: 'input' });
      expect(kept.map.size).toBe(0);
    },
  );

  it('has its state asked anew', async () => {
    await reports.send(report('one'), to);
    const { receipt } = (await kept.all())[0]!;
    answer = async (request, response) =>
      void response.end(request.url!.endsWith(receipt!) ? JSON.stringify({ receipt, state: 'listed' }) : '');
    expect(await reports.list([to])).toMatchObject([{ state: 'listed' }]);
    expect((await kept.all())[0]).toMatchObject({ state: 'listed' });
  });

  it('stands newest first, and the list works offline', async () => {
    let clock = Date.now();
    reports = new Reports({ reports: kept, fetch, now: () => (clock += 1_000) });
    for (const id of ['one', 'two', 'three']) await reports.send(report(id), to);
    answer = down;
    expect((await reports.list([to])).map((one) => one.report.id.slice(0, 3))).toEqual(['thr', 'two', 'one']);
  });
});

describe('where reports go', () => {
  it('is relative to the feed, or an address of its own', () => {
    const at = (reports: string) =>
      reportAddress({
        feed: 'https://feed.example/a/feed/',
        alliance: { ...registry.alliance, reports },
      } as FeedRecord);
    expect(at('../v1/reports')).toBe('https://feed.example/a/v1/reports');
    expect(at('https://desk.example/reports')).toBe('https://desk.example/reports');
  });
});
