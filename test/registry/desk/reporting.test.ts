import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Receipt, Report } from '../../../src/core/report.ts';
import { createApp } from '../../../src/registry/app.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { serve } from '../../../src/registry/server.ts';
import { assignCase, decideCase, noteOnCase } from '../../../src/registry/store/cases.ts';
import { allContacts } from '../../../src/registry/store/contacts.ts';
import { newAlliance, vote } from '../members.ts';
import { type Ask, askingApp, cheapWork, postReport } from '../reporters.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

const sealed = '-----BEGIN AGE ENCRYPTED FILE-----\nc2FtcGxl\n-----END AGE ENCRYPTED FILE-----\n';
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('sample')]);
const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('sample')]);

let count = 0;
const newReport = (change: Partial<Report> = {}): Report => {
  count += 1;
  const id = `sample-report-${String(count).padStart(6, '0')}`;
  return { id, subject: 'http://scam.test/win', kind: 'giveaway', ...change };
};

async function reported(ask: Ask, report = newReport()): Promise<string> {
  const answer = await postReport(ask, report);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as Receipt).receipt;
}

const stateOf = async (ask: Ask, receipt: string): Promise<Receipt> =>
  (await ask(`v1/reports/${receipt}`)).json() as Promise<Receipt>;

const appOf = (registry: Parameters<typeof createApp>[0]) =>
  askingApp(createApp(registry, { work: cheapWork }));

/** Moves the clock. */
function at(time: string): void {
  vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('the state of a report', () => {
  it('says since when it is so: received, taken on, set aside with the reason, opened again', async () => {
    const { registry } = await newAlliance();
    const ask = appOf(registry);
    at('2026-11-02T10:00:00Z');
    const receipt = await reported(ask);
    expect(await stateOf(ask, receipt)).toEqual({
      receipt,
      state: 'received',
      since: '2026-11-02T10:00:00Z',
    });
    const on = (time: string) => new Date(time);
    await assignCase(registry.db, 1, 'a'.repeat(64), on('2026-11-02T11:00:00Z'));
    expect(await stateOf(ask, receipt)).toEqual({ receipt, state: 'review', since: '2026-11-02T11:00:00Z' });
    await decideCase(registry.db, 1, 'no_scam', on('2026-11-02T12:00:00Z'));
    const declined = { receipt, state: 'declined', reason: 'no_scam', since: '2026-11-02T12:00:00Z' };
    expect(await stateOf(ask, receipt)).toEqual(declined);
    // What changes about the case does not change what was decided, nor when.
    await noteOnCase(registry.db, 1, 'a'.repeat(64), 'Sample.', on('2026-11-02T13:00:00Z'));
    await assignCase(registry.db, 1, null, on('2026-11-02T13:00:00Z'));
    vi.setSystemTime(on('2026-11-02T14:00:00Z'));
    await reported(ask, newReport());
    expect(await stateOf(ask, receipt)).toEqual(declined);
    await decideCase(registry.db, 1, null, on('2026-11-02T15:00:00Z'));
    expect(await stateOf(ask, receipt)).toMatchObject({ state: 'received' });
  });

  it('is under review once a member has voted on it, however it voted, until that counts no more', async () => {
    at('2026-05-01T10:00:00Z');
    const alliance = await newAlliance();
    const { registry, members } = alliance;
    const ask = appOf(registry);
    const [early, other] = [await reported(ask), await reported(ask, newReport({ subject: 'other.test' }))];
    vi.setSystemTime(new Date('2026-05-01T11:00:00Z'));
    await vote(alliance, members[0]!, 'scam.test', { action: 'clear' });
    await publish(registry);
    expect(await stateOf(ask, early)).toMatchObject({ state: 'review', since: '2026-05-01T11:00:00Z' });
    expect((await stateOf(ask, other)).state).toBe('received');
    vi.setSystemTime(new Date(Date.now() + limits.voteLife + 2 * 3_600_000));
    expect((await stateOf(ask, early)).state).toBe('received');
  });

  it('is listed from when the list has it, whatever a reviewer did before, and overturned when votes cleared it', async () => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    const receipt = await reported(ask);
    await decideCase(registry.db, 1, 'no_evidence', new Date());
    await listEntries(registry, [entry('scam.test')]);
    await publish(registry);
    const { added } = await registry.db.selectFrom('entry').select('added').executeTakeFirstOrThrow();
    expect(await stateOf(ask, receipt)).toEqual({ receipt, state: 'listed', since: added });
    await clearEntry(registry, 'scam.test');
    await publish(registry);
    expect(await stateOf(ask, receipt)).toMatchObject({ state: 'declined', reason: 'overturned' });
  });
});

const add = (ask: Ask, receipt: string, addition: unknown, type = 'application/json') =>
  ask(`v1/reports/${receipt}/additions`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(addition),
  });
const additionOf = (change: object = {}) => {
  count += 1;
  return { id: `sample-addition-${String(count).padStart(6, '0')}`, note: 'It is back. 又来了。', ...change };
};

describe('an addition', () => {
  it('is taken once, however often it is sent', async () => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    const receipt = await reported(ask);
    const addition = additionOf();
    expect((await add(ask, receipt, addition)).status).toBe(201);
    expect((await add(ask, receipt, addition)).status).toBe(200);
    expect(await registry.db.selectFrom('addition').select('note').execute()).toEqual([
      { note: addition.note },
    ]);
    expect((await add(ask, receipt, { ...addition, note: 'Other.' })).status).toBe(409);
    const other = await reported(ask);
    expect((await add(ask, other, addition)).status).toBe(409);
  });

  it('is refused when it is none, to no report, or one too many', async () => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    const receipt = await reported(ask);
    for (const sent of [[], { id: 'short', note: 'x' }, additionOf({ note: '' }), additionOf({ more: 1 })]) {
      expect((await add(ask, receipt, sent)).status).toBe(400);
    }
    expect((await add(ask, receipt, additionOf(), 'text/plain')).status).toBe(415);
    expect((await add(ask, 'A'.repeat(24), additionOf())).status).toBe(404);
    for (let sent = 0; sent < limits.additionsPerReport; sent += 1)
      expect((await add(ask, receipt, additionOf({ note: `\0${sent}` }))).status).toBe(201);
    const refused = await add(ask, receipt, additionOf());
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'full' }]);
  });

  it('is refused when too many came from one sender', async () => {
    const ask = appOf(await newRegistry());
    const receipt = await reported(ask);
    const most = limits.reportsPerHour * (limits.additionsPerReport + 1);
    for (let sent = 0; sent < most; sent += 1) await add(ask, receipt, additionOf());
    expect((await add(ask, receipt, additionOf())).status).toBe(429);
  });
});

const put = (ask: Ask, receipt: string, bytes: Uint8Array<ArrayBuffer>, type = 'image/png') =>
  ask(`v1/reports/${receipt}/picture`, { method: 'PUT', headers: { 'content-type': type }, body: bytes });

describe('a picture', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
  ])('is %s by its own bytes, once, whatever its sender says', async (type, bytes) => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    const receipt = await reported(ask);
    expect((await put(ask, receipt, bytes, 'text/html')).status).toBe(201);
    expect((await put(ask, receipt, jpeg)).status).toBe(409);
    const stored = await registry.db.selectFrom('picture').selectAll().executeTakeFirstOrThrow();
    expect(stored.type).toBe(type);
    expect(Buffer.from(stored.bytes)).toEqual(bytes);
  });

  it.each([
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
    ['half a beginning', png.subarray(0, 7)],
  ])('is not %s, though it is called one', async (_, bytes) => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    expect((await put(ask, await reported(ask), new Uint8Array(bytes))).status).toBe(415);
    expect(await registry.db.selectFrom('picture').select('report').execute()).toEqual([]);
  });

  it('has a bound, belongs to a report, and is never given to the public', async () => {
    const ask = appOf(await newRegistry());
    const receipt = await reported(ask);
    const large = Buffer.concat([png, Buffer.alloc(limits.reportPictureBytes)]);
    expect((await put(ask, receipt, large)).status).toBe(413);
    expect((await put(ask, 'A'.repeat(24), png)).status).toBe(404);
    expect((await put(ask, receipt, png)).status).toBe(201);
    expect((await ask(`v1/reports/${receipt}/picture`)).status).toBe(404);
  });
});

describe('how to reach a reporter', () => {
  it('lies apart from the report, as it was sealed, and is erased in time', async () => {
    const registry = await newRegistry();
    const ask = appOf(registry);
    const report = newReport({ contact: sealed });
    const receipt = await reported(ask, report);
    expect((await postReport(ask, report)).status).toBe(200);
    const { body } = await registry.db.selectFrom('report').select('body').executeTakeFirstOrThrow();
    expect(body).not.toContain('AGE');
    expect(await allContacts(registry.db)).toMatchObject([{ of: report.id, sealed }]);
    expect(JSON.stringify(await stateOf(ask, receipt))).not.toContain('AGE');
    vi.useFakeTimers({ now: Date.now() + limits.contactLife - 60_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    await runKeeper(registry);
    expect(await allContacts(registry.db)).toHaveLength(1);
    vi.setSystemTime(Date.now() + 120_000);
    await runKeeper(registry);
    expect(await allContacts(registry.db)).toEqual([]);
  });
});

/** A server looks after what is due as soon as it starts. */
async function runKeeper(registry: Parameters<typeof serve>[0]): Promise<void> {
  const server = await serve(registry, { port: 0 });
  await server.close();
}
