import { expect, it } from 'vitest';
import { followList } from '../../../src/registry/desk/follow.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import type { Db } from '../../../src/registry/store/schema.ts';
import { clearEntry, listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

let count = 0;
async function file(db: Db, ...subjects: string[]): Promise<void> {
  for (const subject of subjects) {
    count += 1;
    const id = `sample-report-${String(count).padStart(6, '0')}`;
    await fileReport(db, { id, subject, kind: 'giveaway' }, new Date());
  }
}

const statesOf = async (db: Db) => {
  const rows = await db.selectFrom('case').select(['key', 'state', 'reason']).orderBy('id').execute();
  return rows.map(({ key, state, reason }) => [key, reason ?? state]);
};

it('cases are listed with the release that covers them, and overturned with the one that clears them', async () => {
  const registry = await newRegistry();
  const { db } = registry;
  await file(db, 'a.test', 'deep.a.test', 'b.test');
  await listEntries(registry, [entry('a.test')]);
  expect(await statesOf(db)).toEqual([
    ['a.test', 'open'],
    ['deep.a.test', 'open'],
    ['b.test', 'open'],
  ]);
  await publish(registry);
  expect(await statesOf(db)).toEqual([
    ['a.test', 'listed'],
    ['deep.a.test', 'listed'],
    ['b.test', 'open'],
  ]);
  await clearEntry(registry, 'a.test');
  await publish(registry);
  const overturned = [
    ['a.test', 'overturned'],
    ['deep.a.test', 'overturned'],
    ['b.test', 'open'],
  ];
  expect(await statesOf(db)).toEqual(overturned);
  await file(db, 'a.test');
  expect(await statesOf(db)).toEqual(overturned);
  await listEntries(registry, [entry('deep.a.test')]);
  await publish(registry);
  expect((await statesOf(db))[1]).toEqual(['deep.a.test', 'listed']);
});

it('a case whose entry lapsed by age is open again, and one that was set aside is listed with its entry', async () => {
  const registry = await newRegistry();
  const { db } = registry;
  await file(db, 'a.test');
  await db.updateTable('case').set({ state: 'set_aside', reason: 'no_scam' }).execute();
  await listEntries(registry, [entry('a.test')]);
  await publish(registry);
  expect(await statesOf(db)).toEqual([['a.test', 'listed']]);
  await db.updateTable('standing').set({ time: '2025-01-01T00:00:00Z' }).execute();
  await db.updateTable('tenure').set({ until: '2025-06-01T00:00:00Z' }).execute();
  await publish(registry);
  expect(await statesOf(db)).toEqual([['a.test', 'open']]);
});

it('cases follow once, and catch up when a process died before they did', async () => {
  const registry = await newRegistry();
  const { db } = registry;
  await file(db, 'a.test', 'b.test');
  await listEntries(registry, [entry('a.test')]);
  await publish(registry);
  await db.updateTable('case').set({ state: 'open' }).execute();
  await followList(db, new Date());
  expect(await statesOf(db)).toEqual([
    ['a.test', 'open'],
    ['b.test', 'open'],
  ]);
  await db.updateTable('setting').set({ value: '0' }).where('name', '=', 'cases').execute();
  expect((await publish(registry)).outcome).toBe('current');
  expect(await statesOf(db)).toEqual([
    ['a.test', 'listed'],
    ['b.test', 'open'],
  ]);
});

it('a case that was filed while a release came out follows with the next one', async () => {
  const registry = await newRegistry();
  const { db } = registry;
  await listEntries(registry, [entry('a.test')]);
  await publish(registry);
  await file(db, 'a.test');
  await db.updateTable('case').set({ state: 'open' }).execute();
  await listEntries(registry, [entry('b.test')]);
  await publish(registry);
  expect(await statesOf(db)).toEqual([['a.test', 'listed']]);
});
