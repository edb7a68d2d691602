import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { ReportStore } from '../../../src/extension/background/report-store.ts';
import { Reports, reportAddress } from '../../../src/extension/background/reports.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';
import type { SentReport } from '../../../src/extension/messages.ts';
import { createApp } from '../../../src/registry/app.ts';
import { askForWork } from '../../../src/registry/desk/work.ts';
import { initRegistry } from '../../../src/registry/init.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { patiently } from '../../patience.ts';
import { cheapWork } from '../../registry/reporters.ts';

const report = (id: string) => ({
  id: id.padEnd(16, '0'),
  subject: 'https://site.example/',
  kind: 'phishing',
});

const picture = Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3);

/** Work that nobody gets done within a test. */
const hardWork = () => askForWork(registry.db, report('one').id, { tries: 5_000, cost: 100_000 }, new Date());

/** The reports' store in memory. */
class Kept implements ReportStore {
  readonly map = new Map<string, SentReport>();
  readonly pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  all = async () => structuredClone([...this.map.values()]);
  get = async (id: string) => structuredClone(this.map.get(id));
  put = async (one: SentReport) => void this.map.set(one.report.id, structuredClone(one));
  picture = async (id: string) => structuredClone(this.pictures.get(id));
  putPicture = async (id: string, picture: Uint8Array<ArrayBuffer>) =>
    void this.pictures.set(id, structuredClone(picture));
  dropPicture = async (id: string) => void this.pictures.delete(id);
  remove = async (id: string) => {
    this.map.delete(id);
    this.pictures.delete(id);
  };
}

let folder: string;
let registry: Registry;
let server: Server;
let asked: string[];
let kept: Kept;
let clock: number;
let reports: Reports;
let to: FeedRecord;
/** What the registry does with a request; a test may do something else. */
let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baize-reports-'));
  ({ registry } = await initRegistry(folder, 'Sample alliance'));
  answer = getRequestListener(createApp(registry, { work: cheapWork }).fetch);
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url!.replace(/[A-Za-z0-9_-]{16,}/, 'ID')}`);
    void answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  kept = new Kept();
  clock = Date.now();
  reports = newReports();
  const feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`;
  to = { feed, alliance: registry.alliance } as FeedRecord;
});

/** As after the death of the worker: what is not in the store is gone. */
const newReports = () => new Reports({ reports: kept, fetch, now: () => clock });
const send = (id: string, picture: Uint8Array<ArrayBuffer> | null = null) =>
  reports.send(report(id), picture, to);
const posts = () => asked.filter((one) => one === 'POST /v1/reports').length;
const one = async () => (await kept.all())[0]!;

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const down: typeof answer = async (_, response) => void response.destroy();
/** Answers some requests with a status and JSON, and leaves the others to the registry. */
const instead = (of: RegExp, status: number, body: unknown = {}): void => {
  const others = answer;
  answer = async (request, response) => {
    if (!of.test(`${request.method} ${request.url}`)) return others(request, response);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};

describe('a report', () => {
  it('travels to the registry with the work done for it, and is acknowledged', async () => {
    const sent = await send('one');
    expect(sent).toMatchObject({ state: 'received', feed: to.feed, error: null, isNews: false });
    expect(sent.receipt).toMatch(/./);
    expect(asked).toEqual(['GET /v1/work?for=ID', 'POST /v1/reports']);
    const stored = await registry.db.selectFrom('report').selectAll().execute();
    expect(JSON.stringify(stored)).toContain('site.example');
  });

  it('made offline is kept, and sent later, whatever became of the worker', async () => {
    const up = answer;
    answer = down;
    expect(await send('one')).toMatchObject({ state: 'waiting', receipt: null });
    await reports.follow([to]);
    expect(await one()).toMatchObject({ state: 'waiting' });
    expect(await reports.next()).toBe(clock);
    answer = up;
    await newReports().follow([to]);
    expect(await one()).toMatchObject({ state: 'received', isNews: true });
  });

  it.each([429, 503])('that is answered with %s waits', async (status) => {
    instead(/POST/, status);
    expect((await send('one')).state).toBe('waiting');
  });

  it.each([429, 503])('whose work is answered with %s waits', async (status) => {
    instead(/work/, status);
    expect((await send('one')).state).toBe('waiting');
    expect(posts()).toBe(0);
  });

  it('goes without work where a registry asks for none', async () => {
    instead(/work/, 404);
    instead(/POST/, 201, { receipt: 'receipt-of-sixteen', state: 'received' });
    expect((await send('one')).state).toBe('received');
  });

  it('whose work came too late waits, and has it done anew', async () => {
    const up = answer;
    instead(/POST/, 403, { code: 'work', error: 'Too late.' });
    expect((await send('one')).state).toBe('waiting');
    answer = up;
    await reports.follow([to]);
    expect(await one()).toMatchObject({ state: 'received' });
  });

  it('that meets a captive portal waits', async () => {
    answer = async (_, response) => void response.end('<html>Sign in</html>');
    expect((await send('one')).state).toBe('waiting');
  });

  it('that the registry refuses says why, in the registry’s words', async () => {
    await send('one');
    kept.map.clear();
    const other = { ...report('one'), subject: 'https://other.example/' };
    const refused = await reports.send(other, null, to);
    expect(refused).toMatchObject({ state: 'refused', error: expect.stringContaining('under this id') });
    asked = [];
    await reports.follow([to], true);
    expect(asked).toEqual([]);
  });

  it('sent twice is one report', async () => {
    await Promise.all([send('one'), send('one')]);
    expect(posts()).toBe(1);
    expect(await reports.list()).toHaveLength(1);
  });

  it('from a private window is sent, and leaves no trace', async () => {
    const sent = await reports.sendWithoutTrace(report('one'), picture, to);
    expect(sent).toMatchObject({ state: 'received', picture: 'received' });
    expect(posts()).toBe(1);
    instead(/PUT/, 503);
    expect(await reports.sendWithoutTrace(report('three'), picture, to)).toMatchObject({ picture: 'lost' });
    answer = down;
    const unsent = reports.sendWithoutTrace(report('two'), null, to);
    await expect(unsent).rejects.toMatchObject({ code: 'network' });
    expect([kept.map.size, kept.pictures.size]).toEqual([0, 0]);
  });

  it.each([{ ...report('one'), extra: 1 }, { ...report('one'), kind: 'joke' }, null])(
    'that is none is refused here (%#)',
    async (value) => {
      await expect(reports.send(value, null, to)).rejects.toMatchObject({ code: 'input' });
      expect(kept.map.size).toBe(0);
    },
  );

  it('stands newest first, and the list needs no connection', async () => {
    for (const id of ['one', 'two', 'three']) {
      clock += 1_000;
      await send(id);
    }
    answer = down;
    expect((await reports.list()).map(({ report }) => report.id.slice(0, 3))).toEqual(['thr', 'two', 'one']);
  });

  it('beyond the bound drives out the oldest', async () => {
    await send('first', picture);
    const first = await one();
    for (let i = 1; i < limits.keptReports; i += 1) {
      await kept.put({ ...first, report: { ...first.report, id: `filled-${i}-0000000` } });
    }
    clock += 1_000;
    await send('last');
    expect(kept.map.size).toBe(limits.keptReports);
    expect(kept.map.has(report('last').id)).toBe(true);
  });
});

describe('taking a report back', () => {
  it('ends its work, and nothing of it is sent or kept', async () => {
    instead(/work/, 200, await hardWork());
    const sending = send('one', picture);
    await vi.waitFor(() => expect(asked).toContain('GET /v1/work?for=ID'), patiently);
    expect(await reports.cancel(report('one').id)).toBe(true);
    await expect(sending).rejects.toMatchObject({ code: 'missing' });
    expect([posts(), kept.map.size, kept.pictures.size]).toEqual([0, 0, 0]);
  });

  it('works at the last moment, and where a registry asks for no work', async () => {
    const up = answer;
    answer = async (request, response) => {
      if (!request.url!.includes('work')) return up(request, response);
      await reports.cancel(report('one').id);
      response.writeHead(404).end();
    };
    await expect(send('one')).rejects.toMatchObject({ code: 'missing' });
    expect([posts(), kept.map.size]).toEqual([0, 0]);
  });

  it('works in a private window', async () => {
    instead(/work/, 200, await hardWork());
    const sending = reports.sendWithoutTrace(report('one'), null, to);
    await vi.waitFor(() => expect(asked).toContain('GET /v1/work?for=ID'), patiently);
    expect(await reports.cancel(report('one').id)).toBe(true);
    await expect(sending).rejects.toMatchObject({ code: 'network' });
    expect(posts()).toBe(0);
  });

  it('that waits offline is done here', async () => {
    answer = down;
    await send('one');
    expect(await reports.cancel(report('one').id)).toBe(true);
    expect(kept.map.size).toBe(0);
  });

  it('comes too late while it is being posted, and after', async () => {
    const up = answer;
    let late: boolean | undefined;
    answer = async (request, response) => {
      if (request.method === 'POST') late = await reports.cancel(report('one').id);
      return up(request, response);
    };
    expect(await send('one')).toMatchObject({ state: 'received' });
    expect(late).toBe(false);
    expect(await reports.cancel(report('one').id)).toBe(false);
    expect(await reports.cancel('unknown')).toBe(false);
  });
});

describe('what became of a report', () => {
  const decided = async (state: string, reason?: string) => {
    const { receipt } = await one();
    instead(/GET .*reports/, 200, { receipt, state, reason, since: '2026-05-03T08:00:00Z' });
  };

  it('is asked when its time has come, and is news until it was seen', async () => {
    await send('one');
    await decided('declined', 'no_scam');
    asked = [];
    await reports.follow([to]);
    expect(asked).toEqual([]);
    clock = (await reports.next())!;
    expect(await reports.hasNews()).toBe(false);
    await reports.follow([to]);
    const news = { state: 'declined', reason: 'no_scam', since: '2026-05-03T08:00:00Z', isNews: true };
    expect(await one()).toMatchObject(news);
    expect(await reports.hasNews()).toBe(true);
    await reports.seen();
    expect(await reports.hasNews()).toBe(false);
  });

  it('is asked at once when the person wants to know', async () => {
    await send('one');
    await decided('review');
    await reports.follow([to], true);
    expect(await one()).toMatchObject({ state: 'review', isNews: true });
  });

  it('is asked less often the older it is, and rarely once it is decided', async () => {
    await send('one');
    const made = clock;
    const pauses = [];
    for (let i = 0; i < 200; i += 1) {
      const next: number = (await reports.next())!;
      pauses.push(next - clock);
      clock = next;
      await reports.follow([to]);
    }
    const day = 24 * 60 * 60_000;
    expect(pauses[0]).toBe(limits.reportPause);
    expect(pauses.at(-1)).toBe(limits.longestReportPause);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    await decided('listed');
    await reports.follow([to], true);
    expect((await reports.next())! - clock).toBe(7 * day);
    clock = made + limits.reportFollowed + 8 * day;
    await reports.follow([to]);
    expect(await reports.next()).toBeNull();
  });

  describe('by a clock that was wrong', () => {
    const day = 24 * 60 * 60_000;

    it.each([8 * 3_600_000, 365 * day, 800 * day])(
      'by %i ms ahead, is asked about as soon as it is right',
      async (ahead) => {
        await send('one');
        clock += ahead;
        await reports.follow([to], true);
        clock -= ahead;
        expect(await reports.next()).toBe(clock);
        await decided('review');
        await reports.follow([to]);
        expect(await one()).toMatchObject({ state: 'review' });
      },
    );

    it('as it was made, a year ahead, is not asked about every few minutes for a year', async () => {
      clock += 365 * day;
      await send('one');
      clock -= 365 * day;
      for (let i = 0; i < 20; i += 1) {
        await reports.follow([to]);
        clock = (await reports.next())!;
      }
      await reports.follow([to]);
      expect((await reports.next())! - clock).toBeGreaterThan(limits.reportPause);
    });

    it('as it was made, two years behind, is asked about all the same', async () => {
      clock -= 730 * day;
      await send('one');
      clock += 730 * day;
      await decided('review');
      await reports.follow([to]);
      expect(await reports.next()).not.toBeNull();
    });
  });

  it('is not asked of the others once nobody answers', async () => {
    for (const id of ['one', 'two', 'three']) await send(id);
    answer = down;
    asked = [];
    await reports.follow([to], true);
    expect(asked).toHaveLength(1);
  });

  it('stays as it was where the registry knows nothing of it', async () => {
    await send('one');
    instead(/GET .*reports/, 404);
    await reports.follow([to], true);
    expect(await one()).toMatchObject({ state: 'received', isNews: false });
  });
});

describe('a picture', () => {
  it('goes after its report, and is kept until then', async () => {
    expect(await send('one', picture)).toMatchObject({ state: 'received', picture: 'received' });
    expect(asked).toEqual(['GET /v1/work?for=ID', 'POST /v1/reports', 'PUT /v1/reports/ID/picture']);
    const stored = await registry.db
      .selectFrom('picture')
      .select(['type', 'bytes'])
      .executeTakeFirstOrThrow();
    expect([stored.type, ...stored.bytes]).toEqual(['image/jpeg', ...picture]);
    expect(kept.pictures.size).toBe(0);
  });

  it('waits with a report that waits', async () => {
    answer = down;
    expect(await send('one', picture)).toMatchObject({ state: 'waiting', picture: 'waiting' });
    expect(kept.pictures.size).toBe(1);
  });

  it('that does not arrive is sent again, and the report is not', async () => {
    const up = answer;
    instead(/PUT/, 503);
    expect(await send('one', picture)).toMatchObject({ state: 'received', picture: 'waiting' });
    expect(await reports.next()).toBe(clock);
    answer = up;
    await newReports().follow([to]);
    expect(await one()).toMatchObject({ picture: 'received' });
    expect([posts(), kept.pictures.size]).toEqual([1, 0]);
  });

  it.each([
    [409, 'received'],
    [413, 'lost'],
  ])('that is answered with %s is %s, and not kept', async (status, state) => {
    instead(/PUT/, status);
    expect(await send('one', picture)).toMatchObject({ picture: state });
    expect(kept.pictures.size).toBe(0);
  });

  it('of a report that is refused is not kept', async () => {
    instead(/POST/, 400, { error: 'No.', code: 'input' });
    expect(await send('one', picture)).toMatchObject({ state: 'refused', picture: null });
    expect(kept.pictures.size).toBe(0);
  });
});

describe('an addition', () => {
  const addition = (id: string) => ({ id: id.padEnd(16, '0'), note: 'They ask for more.' });
  const add = (id: string) => reports.add(report('one').id, addition(id), [to]);

  it('waits without a connection, and is sent once', async () => {
    await send('one');
    const up = answer;
    answer = down;
    expect((await add('a')).additions).toMatchObject([{ state: 'waiting' }]);
    answer = up;
    await newReports().follow([to]);
    await newReports().follow([to]);
    const notes = await registry.db.selectFrom('addition').select('note').execute();
    expect(notes).toEqual([{ note: 'They ask for more.' }]);
    expect((await one()).additions).toMatchObject([{ state: 'received', error: null }]);
    expect(asked.filter((one) => one === 'POST /v1/reports/ID/additions')).toHaveLength(2);
  });

  it('that the registry refuses says why, and hinders no other', async () => {
    await send('one');
    const up = answer;
    instead(/additions/, 409, { error: 'Ten are enough.', code: 'conflict' });
    expect((await add('a')).additions).toMatchObject([{ state: 'refused', error: 'Ten are enough.' }]);
    answer = up;
    expect((await add('b')).additions).toMatchObject([{ state: 'refused' }, { state: 'received' }]);
  });

  it('is taken only for a report that the registry has, and only so many', async () => {
    await expect(add('a')).rejects.toMatchObject({ code: 'missing' });
    const up = answer;
    answer = down;
    await send('one');
    await expect(add('a')).rejects.toMatchObject({ code: 'input' });
    answer = up;
    await reports.follow([to]);
    answer = down;
    for (let i = 0; i < limits.additionsPerReport; i += 1) await add(`${i}`);
    await expect(add('more')).rejects.toMatchObject({ code: 'input' });
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
