import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Alliance } from '../core/alliance.ts';
import { BaizeError } from '../core/errors.ts';
import { openDatabase } from './store/database.ts';
import { inForce } from './store/roots.ts';
import type { Db } from './store/schema.ts';

/** Where a registry keeps what: everything lies in one folder. */
export interface Paths {
  readonly data: string;
  readonly database: string;
  /** Whose exclusive transaction is the right to publish. */
  readonly lock: string;
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

export function pathsOf(directory: string): Paths {
  const data = resolve(directory);
  return {
    data,
    database: join(data, 'baize.db'),
    lock: join(data, 'publish.lock'),
    keys: join(data, 'keys'),
    feed: join(data, 'feed'),
    cache: join(data, 'cache'),
  };
}

/** Opens the registry of a folder. @throws BaizeError `input` when there is none */
export async function openRegistry(directory: string): Promise<Registry> {
  const paths = pathsOf(directory);
  if (!existsSync(paths.database)) throw noRegistry(paths);
  const db = await openDatabase(paths.database);
  try {
    const current = await inForce(db);
    if (current !== null) return registryOf(paths, db, current.alliance);
    throw noRegistry(paths);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Host names at which the feed lies: no list may stop them. */
export function ownHosts({ addresses }: Alliance): string[] {
  return addresses.map((address) => new URL(address).hostname);
}

export function registryOf(paths: Paths, db: Db, alliance: Alliance): Registry {
  return { paths, db, alliance, close: () => db.destroy() };
}

function noRegistry({ data }: Paths): BaizeError {
  return new BaizeError('input', `There is no registry in ${data}. Make one with: baize init --data ${data}`);
}
