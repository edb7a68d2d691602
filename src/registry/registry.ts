import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Alliance } from '../core/alliance.ts';
import { BaizeError } from '../core/errors.ts';
import { isFile, openDatabase } from './store/database.ts';
import { postgresName, requireAddress } from './store/postgres.ts';
import { inForce } from './store/roots.ts';
import type { Db } from './store/schema.ts';

/** Where a registry keeps what: everything lies in one folder, except a database that a server keeps. */
export interface Paths {
  readonly data: string;
  /** The file of an SQLite database, or the address of a PostgreSQL one. */
  readonly database: string;
  readonly keys: string;
  readonly feed: string;
  /** Texts of published lists, to make the next one from; may be deleted. */
  readonly cache: string;
}

/** An open registry: its files, its database, and the alliance as it was when it was opened. */
export interface Registry {
  readonly paths: Paths;
  readonly db: Db;
  readonly alliance: Alliance;
  close(): Promise<void>;
}

/**
 * The places of a folder's registry. `BAIZE_DATABASE_URL` names a PostgreSQL database to use instead of a file.
 *
 * @throws BaizeError `input` when it names none
 */
export function pathsOf(directory: string): Paths {
  const data = resolve(directory);
  const url = process.env.BAIZE_DATABASE_URL;
  return {
    data,
    database: url ? requireAddress(url) : join(data, 'baize.db'),
    keys: join(data, 'keys'),
    feed: join(data, 'feed'),
    cache: join(data, 'cache'),
  };
}

/** Opens the registry of a folder. @throws BaizeError `input` when there is none, or its database can not be used */
export async function openRegistry(directory: string): Promise<Registry> {
  const registry = await openRegistryIfThere(directory);
  if (registry !== null) return registry;
  throw noRegistry(pathsOf(directory));
}

/** The same, and null when there is none. @throws BaizeError `input` when its database can not be used */
export async function openRegistryIfThere(directory: string): Promise<Registry | null> {
  const paths = pathsOf(directory);
  if (isFile(paths.database) && !existsSync(paths.database)) return null;
  const db = await openDatabase(paths.database);
  try {
    const current = await inForce(db);
    if (current !== null) return registryOf(paths, db, current.alliance);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  await db.destroy();
  return null;
}

/** Host names at which the feed lies: no list may stop them. */
export function ownHosts({ addresses }: Alliance): string[] {
  return addresses.map((address) => new URL(address).hostname);
}

export function registryOf(paths: Paths, db: Db, alliance: Alliance): Registry {
  return { paths, db, alliance, close: () => db.destroy() };
}

function noRegistry(paths: Paths): BaizeError {
  const { data } = paths;
  return new BaizeError(
    'input',
    `There is no registry in ${databaseName(paths)}. Make one with: baize init --data ${data}`,
  );
}

/** Where the registry's rows lie, as a person is told. */
export function databaseName({ data, database }: Paths): string {
  return isFile(database) ? data : `the database ${postgresName(database)}`;
}
