import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { feedFiles } from '../../../src/core/feed.ts';
import { createApp } from '../../../src/registry/app.ts';
import type { Statistics } from '../../../src/registry/desk/api.ts';
import { countStatistics } from '../../../src/registry/desk/statistics.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { answerAppeal, fileAppeal } from '../../../src/registry/store/appeals.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';
import { desk } from './desk.ts';

const inFeed = async ({ paths }: Registry): Promise<Statistics> =>
  JSON.parse(await readFile(join(paths.feed, feedFiles.statistics), 'utf8'));

let count = 0;
const report = (registry: Registry, subject: string) => {
  count += 1;
  const id = `sample-report-${String(count).padStart(6, '0')}`;
  return fileReport(registry.db, { id, subject, kind: 'giveaway' }, new Date());
};
const appeal = (registry: Registry, key: string) => {
  count += 1;
  const id = `sample-appeal-${String(count).padStart(6, '0')}`;
  return fileAppeal(registry.db, { id, key, text: 'Sample.' }, registry.alliance.log.origin, new Date());
};

/** Moves the clock. */
function at(time: string): void {
  vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('statistics', () => {
  it('of a new registry are empty', async () => {
    const { db } = await newRegistry();
    expect(await countStatistics(db, new Date('2026-11-02T10:00:00.900Z'))).toEqual({
      ...{ made: '2026-11-02T10:00:00Z', entries: 0, kinds: [], months: [], members: [], openCases: 0 },
      decision: { cases: 0, median: null, p90: null },
      appeals: { open: 0, overdue: 0, upheld: 0, dismissed: 0, medianHours: null },
    });
  });

  it('count what came, went and was said, month by month', async () => {
    at('2026-08-31T10:00:00Z');
    const registry = await newRegistry();
    for (const subject of ['slow.test', 'quick.test', 'quick.test', 'never.test'])
      await report(registry, subject);
    await listEntries(registry, [entry('quick.test'), entry('other.test', 'drainer'), entry('more.test')]);
    vi.setSystemTime(new Date('2026-08-31T12:00:00Z'));
    await publish(registry);
    // A month without anything, and one in which an entry goes.
    vi.setSystemTime(new Date('2026-10-02T10:00:00Z'));
    await listEntries(registry, [entry('slow.test')]);
    await clearEntry(registry, 'more.test');
    await publish(registry);
    expect(await countStatistics(registry.db, new Date())).toEqual({
      ...{ made: '2026-10-02T10:00:00Z', entries: 3, openCases: 1 },
      kinds: [
        ['phishing', 2],
        ['drainer', 1],
      ],
      months: [
        { month: '2026-08', reports: 4, listed: 3, cleared: 0 },
        { month: '2026-09', reports: 0, listed: 0, cleared: 0 },
        { month: '2026-10', reports: 0, listed: 1, cleared: 1 },
      ],
      members: [{ member: 'sample-alliance', list: 3, clear: 1 }],
      decision: { cases: 2, median: 2, p90: 768 },
      appeals: { open: 0, overdue: 0, upheld: 0, dismissed: 0, medianHours: null },
    });
  });

  it('look back 90 days for decisions', async () => {
    at('2026-03-01T10:00:00Z');
    const registry = await newRegistry();
    await report(registry, 'old.test');
    await listEntries(registry, [entry('old.test')]);
    await publish(registry);
    const at90 = async (time: string) => (await countStatistics(registry.db, new Date(time))).decision.cases;
    expect(await at90('2026-05-30T09:00:00Z')).toBe(1);
    expect(await at90('2026-05-30T11:00:00Z')).toBe(0);
  });

  it('count appeals, and how long decisions took', async () => {
    at('2026-11-02T10:00:00Z');
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test'), entry('b.test'), entry('c.test')]);
    await publish(registry);
    for (const key of ['a.test', 'b.test', 'c.test']) await appeal(registry, key);
    await answerAppeal(registry.db, 3, { member: 'sample-alliance', keyid: 'a' }, 'Sample.', new Date());
    vi.setSystemTime(new Date('2026-11-03T10:00:00Z'));
    await clearEntry(registry, 'a.test');
    await publish(registry);
    vi.setSystemTime(new Date('2026-11-04T10:00:00Z'));
    await listEntries(registry, [entry('b.test')]);
    await publish(registry);
    const { appeals } = await countStatistics(registry.db, new Date('2026-11-06T10:00:00Z'));
    expect(appeals).toEqual({ open: 1, overdue: 0, upheld: 1, dismissed: 1, medianHours: 24 });
    const later = await countStatistics(registry.db, new Date('2026-11-17T10:00:00Z'));
    expect(later.appeals).toMatchObject({ open: 1, overdue: 1 });
  });
});

describe('the feed’s statistics', () => {
  it('come with a release, are renewed within the hour, and are served', async () => {
    at('2026-11-02T10:00:00Z');
    const registry = await newRegistry();
    await listEntries(registry, [entry('a.test')]);
    await publish(registry);
    expect(await inFeed(registry)).toMatchObject({ entries: 1, made: '2026-11-02T10:00:00Z' });
    vi.setSystemTime(new Date('2026-11-02T10:00:01Z'));
    await publish(registry);
    await report(registry, 'b.test');
    vi.setSystemTime(new Date('2026-11-02T11:00:00Z'));
    await publish(registry);
    expect(await inFeed(registry)).toMatchObject({ openCases: 0 });
    vi.setSystemTime(new Date('2026-11-02T11:00:01Z'));
    await publish(registry);
    expect(await inFeed(registry)).toMatchObject({ openCases: 1, made: '2026-11-02T11:00:01Z' });
    const answer = await createApp(registry).request('/feed/statistics.json');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.json()).toEqual(await inFeed(registry));
  });

  it('are what the desk is shown', async () => {
    const { registry, visitor, keys } = await desk();
    await publish(registry);
    const observer = visitor();
    expect((await observer.send('GET', '/statistics')).status).toBe(401);
    await observer.signIn(keys.watching);
    const answer = await observer.send('GET', '/statistics');
    expect(answer.status).toBe(404); // Nothing is out yet.
  });
});
