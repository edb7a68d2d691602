import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { tempFolder } from '../workspace.ts';

async function twoOnOneFile() {
  const file = join(await tempFolder(), 'test.db');
  const opened = await Promise.all([openDatabase(file), openDatabase(file)]);
  onTestFinished(async () => {
    for (const db of opened) await db.destroy();
  });
  return opened;
}

describe('the embedded database', () => {
  it('writes through to the disk and lets others read meanwhile', async () => {
    const [db] = await twoOnOneFile();
    // https://sqlite.org/pragma.html#pragma_synchronous: 2 is FULL
    expect((await sql`pragma synchronous`.execute(db!)).rows).toEqual([{ synchronous: 2 }]);
    expect((await sql`pragma journal_mode`.execute(db!)).rows).toEqual([{ journal_mode: 'wal' }]);
  });

  it('makes a transaction that reads before it writes wait for its turn instead of failing', async () => {
    const [one, other] = await twoOnOneFile();
    const put = (db: typeof one, name: string) =>
      db!.transaction().execute(async (tx) => {
        await tx.selectFrom('setting').selectAll().execute();
        await sleep(60);
        await tx.insertInto('setting').values({ name, value: 'sample' }).execute();
      });
    await Promise.all([put(one, 'a'), put(other, 'b'), put(one, 'c')]);
    expect(await one!.selectFrom('setting').select('name').orderBy('name').execute()).toHaveLength(3);
  });

  it('is made once by two that open it at the same moment', async () => {
    const [one] = await twoOnOneFile();
    const { rows } = await sql<{ version: number }>`select version from migration`.execute(one!);
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
  });
});
