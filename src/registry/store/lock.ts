import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { tooLong, whenFree } from './busy.ts';
import { isPostgres } from './dialect.ts';
import { isLockTimeout } from './postgres.ts';
import type { Db } from './schema.ts';

/** What only one process of a registry does at a time. */
export type LockName = 'publish';

/** The database, and the folder beside it. */
interface Lockable {
  readonly db: Db;
  readonly paths: { readonly data: string };
}

/**
 * Runs `work` while no other process or call holds the lock of this name. The database keeps it: it ends with the process
 * that held it, however that ended, and the rest of the registry goes on meanwhile.
 *
 * @throws BaizeError `input` when another has held it for a minute
 */
export async function withLock<T>(
  { db, paths }: Lockable,
  name: LockName,
  work: () => Promise<T>,
): Promise<T> {
  return isPostgres(db)
    ? withAdvisoryLock(db, name, work)
    : withFileLock(join(paths.data, `${name}.lock`), work);
}

/** An exclusive transaction on a database of its own, so that whoever is killed holds it no longer. */
async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    await whenFree(() => lock.exec('begin exclusive'));
    return await work();
  } finally {
    lock.close();
  }
}

/** https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS */
async function withAdvisoryLock<T>(db: Db, name: LockName, work: () => Promise<T>): Promise<T> {
  const number = createHash('sha256').update(name).digest().readInt32BE();
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(0, ${sql.lit(number)})`.execute(connection).catch((error: unknown) => {
      throw isLockTimeout(error) ? tooLong(error) : error;
    });
    try {
      return await work();
    } finally {
      await unlock(connection, number);
    }
  });
}

/** Where the connection has broken, the lock went with it. */
async function unlock(connection: Db, number: number): Promise<void> {
  await sql`select pg_advisory_unlock(0, ${sql.lit(number)})`.execute(connection).catch(() => {});
}
