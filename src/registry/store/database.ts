import { Kysely, sql } from 'kysely';
import { BaizeError } from '../../core/errors.ts';
import { postgresDialect, unreachable } from './postgres.ts';
import { type Db, migrate, type Tables } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

const OLDEST_POSTGRES = 14;

/**
 * Opens a registry's database with this version's tables, which are made if need be.
 *
 * @param place the address of a PostgreSQL database (`postgres://…`), or the file of an SQLite one
 * @throws BaizeError `input` when it can not be reached, or a newer version has made it
 */
export async function openDatabase(place: string): Promise<Db> {
  const db = await connect(place);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Opens a database as it is, for whoever makes its tables. @throws BaizeError `input` when it can not be reached */
export async function connect(place: string): Promise<Db> {
  if (isFile(place)) return new Kysely<Tables>({ dialect: sqliteDialect(place) });
  const db = new Kysely<Tables>({ dialect: postgresDialect(place) });
  try {
    await requireServer(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error instanceof BaizeError ? error : unreachable(place, error);
  }
}

/** Whether a place is a file, and not the address of a server. */
export function isFile(place: string): boolean {
  return !/^[a-z]{2,}:/i.test(place);
}

async function requireServer(db: Db): Promise<void> {
  const { rows } = await sql<{ version: string; encoding: string }>`
    select current_setting('server_version') as version, current_setting('server_encoding') as encoding
  `.execute(db);
  const { version, encoding } = rows[0]!;
  if (Number.parseInt(version, 10) < OLDEST_POSTGRES) {
    throw new BaizeError('input', `Baize needs PostgreSQL ${OLDEST_POSTGRES} or newer; this is ${version}.`);
  }
  if (encoding !== 'UTF8') {
    throw new BaizeError(
      'input',
      `The database's encoding is ${encoding}. Make one with UTF8: create database baize encoding 'UTF8' template template0.`,
    );
  }
}

export { instant } from '../../core/dates.ts';
