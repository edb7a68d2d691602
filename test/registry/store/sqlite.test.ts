import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/registry/store/database.ts';
import { tempFolder } from '../workspace.ts';

it('SQLite writes through to the disk and lets others read meanwhile', async () => {
  const db = await openDatabase(join(await tempFolder(), 'test.db'));
  onTestFinished(() => db.destroy());
  // https://sqlite.org/pragma.html#pragma_synchronous: 2 is FULL, which in WAL mode outlives a power cut too
  expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }]);
  expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
});

it('SQLite keeps what people reported from other users of the machine', async () => {
  const folder = await tempFolder();
  const db = await openDatabase(join(folder, 'test.db'));
  onTestFinished(() => db.destroy());
  const names = await readdir(folder);
  expect(names).toContain('test.db-wal');
  for (const name of names) expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0);
});
