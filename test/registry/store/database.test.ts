import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { beside, resumeNumbering, snapshot } from '../../../src/registry/store/dialect.ts';
import { allEntries, countEntries } from '../../../src/registry/store/entries.ts';
import { type Db, schemaVersion } from '../../../src/registry/store/schema.ts';
import { shardOf } from '../../../src/registry/store/shard.ts';
import { databasePlace, entry } from '../workspace.ts';

/** Two connections to one new database, opened at the same moment. */
async function twoOnOne(): Promise<[Db, Db]> {
  const place = await databasePlace();
  const opened = await Promise.all([openDatabase(place), openDatabase(place)]);
  onTestFinished(async () => {
    for (const db of opened) await db.destroy();
  });
  return opened;
}

const put = (db: Db, name: string) => db.insertInto('setting').values({ name, value: 'sample' }).execute();

describe('a database', () => {
  it('is made once by those that open it at the same moment', async () => {
    const place = await databasePlace();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase(place)));
    const { rows } = await sql`select version from migration order by version`.execute(opened[0]!);
    expect(rows).toEqual(Array.from({ length: schemaVersion }, (_, index) => ({ version: index + 1 })));
    await Promise.all(opened.map((db) => db.destroy()));
  });

  it('that a newer version has made is refused', async () => {
    const place = await databasePlace();
    const db = await openDatabase(place);
    await sql`insert into migration (version) values (${schemaVersion + 1})`.execute(db);
    await db.destroy();
    await expect(openDatabase(place)).rejects.toMatchObject({ code: 'input' });
  });

  it('sorts and compares text by its bytes, whatever its language is', async () => {
    const [db] = await twoOnOne();
    const keys = [
      'a.test',
      'a-b.test',
      'B.test',
      'ab.test',
      'a/b',
      'á.test',
      'z.test',
      '中.test',
      'a_b.test',
    ];
    await putKeys(db, keys);
    const bytewise = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const sorted = await db.selectFrom('entry').select('key').orderBy('key').execute();
    expect(sorted.map(({ key }) => key)).toEqual(bytewise);
    const above = await db
      .selectFrom('entry')
      .select('key')
      .where('key', '>', 'a/b')
      .orderBy('key')
      .execute();
    expect(above.map(({ key }) => key)).toEqual(bytewise.slice(bytewise.indexOf('a/b') + 1));
  });

  it('counts in numbers and goes on counting after rows with numbers of their own', async () => {
    const [db] = await twoOnOne();
    const change = { key: 'a.test', before: null, after: null, time: '2026-01-01T00:00:00Z', release: 7 };
    await db
      .insertInto('change')
      .values({ ...change, id: 41 })
      .execute();
    await resumeNumbering(db, 'change', 'id');
    await db.insertInto('change').values(change).execute();
    const { ids, releases } = await db
      .selectFrom('change')
      .select((eb) => [eb.fn.max('id').as('ids'), eb.fn.sum<number>('release').as('releases')])
      .executeTakeFirstOrThrow();
    expect([ids, releases]).toEqual([42, 14]);
  });

  it('is read piece by piece, as it stood when that began', async () => {
    const [db, other] = await twoOnOne();
    const keys = Array.from({ length: 2_500 }, (_, index) => `name${String(index).padStart(4, '0')}.test`);
    await putKeys(db, keys);
    const read: string[] = [];
    await snapshot(db).execute(async (tx) => {
      for await (const { key } of tx
        .selectFrom('entry')
        .select('key')
        .where('kind', '=', 'phishing')
        .orderBy('key')
        .stream(100)) {
        if (read.length === 0) await putKeys(other, ['zzz.test']);
        read.push(key);
      }
      expect(await countEntries(tx)).toBe(2_500);
    });
    expect(read).toEqual(keys);
    expect(await allEntries(db)).toHaveLength(2_501);
  });
});

describe('a transaction', () => {
  it('that reads before it writes waits for its turn instead of failing', async () => {
    const [one, other] = await twoOnOne();
    const countAndPut = (db: Db) =>
      db.transaction().execute(async (tx) => {
        const { length } = await tx.selectFrom('setting').selectAll().execute();
        await sleep(40);
        await put(tx, `number ${length}`);
      });
    await Promise.all([countAndPut(one), countAndPut(other), countAndPut(one), countAndPut(other)]);
    expect(await one.selectFrom('setting').select('name').orderBy('name').execute()).toEqual(
      [0, 1, 2, 3].map((count) => ({ name: `number ${count}` })),
    );
  });

  it('that fails leaves nothing, and the next one goes on', async () => {
    const [db] = await twoOnOne();
    const failing = db.transaction().execute(async (tx) => {
      await put(tx, 'a');
      await put(tx, 'a');
    });
    await expect(failing).rejects.toThrow();
    await beside(db).execute((tx) => put(tx, 'b'));
    expect(await db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'b' }]);
  });
});

async function putKeys(db: Db, keys: readonly string[]): Promise<void> {
  const rows = keys.map((key) => ({ ...entry(key), shard: shardOf(key), added: '2026-01-01T00:00:00Z' }));
  await db.insertInto('entry').values(rows).execute();
}
