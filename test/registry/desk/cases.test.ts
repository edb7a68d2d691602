import { describe, expect, it, onTestFinished } from 'vitest';
import type { Kind } from '../../../src/core/entry.ts';
import type { Report } from '../../../src/core/report.ts';
import { caseKeyOf } from '../../../src/registry/desk/case-key.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { readKinds } from '../../../src/registry/store/cases.ts';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import type { Db } from '../../../src/registry/store/schema.ts';
import { listEntries } from '../votes.ts';
import { databasePlace, entry, newRegistry } from '../workspace.ts';

let count = 0;
function reportOf(subject: string, kind: Kind = 'giveaway', more: Partial<Report> = {}): Report {
  count += 1;
  return { id: `sample-report-${String(count).padStart(6, '0')}`, subject, kind, ...more };
}

const allCases = (db: Db) => db.selectFrom('case').selectAll().orderBy('id').execute();
const account = `0x${'ab'.repeat(20)}`;

describe('the case of a report', () => {
  it.each([
    ['https://www.scam.test/win?id=1', 'scam.test', ['scam.test']],
    ['deep.scam.test', 'deep.scam.test', ['deep.scam.test', 'scam.test']],
    [
      'https://sites.google.com/view/scam/',
      'sites.google.com/view/scam',
      ['sites.google.com', 'google.com', 'sites.google.com/view/scam', 'sites.google.com/view'],
    ],
    [account, `eip155:${account}`, [`eip155:${account}`]],
    [`0x${'1'.repeat(64)}`, `?0x${'1'.repeat(64)}`, [`aptos:0x${'1'.repeat(64)}`, `sui:0x${'1'.repeat(64)}`]],
    ['https://www.google.com/', '?google.com', []],
    ['http://localhost:8080/win', '?localhost/win', []],
    ['http://-a.scam.test/win', 'scam.test', ['scam.test']],
    ['https://a~b.www.scam.test/', 'scam.test', ['scam.test']],
    [`http://x.-.${'y'.repeat(70)}.deep.scam.test/`, 'deep.scam.test', ['deep.scam.test', 'scam.test']],
    ['http://[64:ff9b::c000:2eb]/', '192.0.2.235', ['192.0.2.235']],
    ['http://a~b.github.io/win', '?a~b.github.io/win', []],
    ['http://a~b.sites.google.com/view/scam', '?a~b.sites.google.com/view/scam', []],
    ['call me\u0000 at 555', '?call me\ufffd at 555', []],
  ])('%s is %s', (subject, key, covers) => {
    const found = caseKeyOf(subject);
    expect(found.key).toBe(key);
    expect([...found.covers].sort()).toEqual([...covers].sort());
  });

  it('has a key of bounded length, whatever was sent', () => {
    expect(caseKeyOf('\ud83d\ude00 '.repeat(5_000)).key).toHaveLength(1_024);
    const { key } = caseKeyOf(`x${'\ud83d\ude00'.repeat(5_000)} `);
    expect(Buffer.from(key).toString('utf8')).toBe(key);
  });
});

describe('filing a report', () => {
  it('makes its case, and others of the same site join it', async () => {
    const { db } = await newRegistry();
    const [first, second] = [new Date('2026-11-01T08:00:00Z'), new Date('2026-11-02T09:00:00Z')];
    await fileReport(db, reportOf('http://scam.test/win', 'phishing'), first);
    const more = { addresses: [`eip155:${account}`, 'no address', `eip155:${account}`] };
    await fileReport(db, reportOf('www.scam.test', 'giveaway', more), second);
    await fileReport(db, reportOf('https://scam.test/lose', 'giveaway'), second);
    const [found, ...others] = await allCases(db);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      ...{ key: 'scam.test', state: 'open', reason: null, assigned: null, reports: 3 },
      ...{
        first: '2026-11-01T08:00:00Z',
        latest: '2026-11-02T09:00:00Z',
        changed: '2026-11-02T09:00:00Z',
        since: expect.any(String),
      },
    });
    expect(readKinds(found!.kinds)).toEqual([
      ['giveaway', 2],
      ['phishing', 1],
    ]);
    expect(await db.selectFrom('case_address').select('key').execute()).toEqual([
      { key: `eip155:${account}` },
    ]);
    expect(await db.selectFrom('report').select('case').distinct().execute()).toEqual([{ case: found!.id }]);
  });

  it('of two processes at once loses none and counts each once', async () => {
    const place = await databasePlace();
    const dbs = [await openDatabase(place), await openDatabase(place)];
    onTestFinished(async () => {
      for (const db of dbs) await db.destroy();
    });
    const addresses = [`eip155:${account}`, `tron:${account}`];
    const reports = Array.from({ length: 60 }, (_, index) =>
      reportOf(`http://scam-${index % 3}.test/${index}`, index % 2 ? 'phishing' : 'giveaway', { addresses }),
    );
    // Each is sent to both, as by a sender that did not hear the first answer.
    const filed = await Promise.all(
      reports.flatMap((report) => dbs.map((db) => fileReport(db, report, new Date()))),
    );
    expect(filed.filter(({ outcome }) => outcome === 'new')).toHaveLength(60);
    const found = await allCases(dbs[0]!);
    expect(found.map(({ reports }) => reports)).toEqual([20, 20, 20]);
    expect(found.map(({ kinds }) => Object.fromEntries(readKinds(kinds)))).toEqual(
      Array(3).fill({ giveaway: 10, phishing: 10 }),
    );
  });

  it('of what is listed makes a case that is listed', async () => {
    const registry = await newRegistry();
    await listEntries(registry, [entry('scam.test')]);
    await fileReport(registry.db, reportOf('early.scam.test'), new Date());
    await publish(registry);
    await fileReport(registry.db, reportOf('late.scam.test'), new Date());
    const states = (await allCases(registry.db)).map(({ key, state }) => [key, state]);
    expect(states).toContainEqual(['late.scam.test', 'listed']);
  });

  it.each([
    ['no_evidence', 'open'],
    ['gone', 'open'],
    ['no_scam', 'set_aside'],
  ] as const)('again of a case set aside for %s leaves it %s', async (reason, state) => {
    const { db } = await newRegistry();
    await fileReport(db, reportOf('scam.test'), new Date());
    await db.updateTable('case').set({ state: 'set_aside', reason }).execute();
    await fileReport(db, reportOf('scam.test'), new Date());
    expect(await allCases(db)).toMatchObject([{ state, reason: state === 'open' ? null : reason }]);
  });
});
