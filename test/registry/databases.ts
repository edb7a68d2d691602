import { resolve } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Every test of the registry runs twice (vitest.config.ts): in the project `postgres` this is its server. */
const server: string | undefined = inject('postgres');

export const onPostgres = server !== undefined;

const byFolder = new Map<string, string>();
let made = 0;
/** The database of the running test, until a folder takes it. */
let unclaimed: string | null = null;
let used: string[] = [];
let next: Promise<string> | null = null;

/**
 * Sees to it that a registry in this folder uses its own database: on PostgreSQL a new one for each folder, on SQLite the
 * file in it. Whatever opens a registry afterwards in this process, or in one that it starts, uses that one.
 */
export async function useDatabase(data: string): Promise<void> {
  if (!onPostgres) return;
  const folder = resolve(data);
  const url = byFolder.get(folder) ?? unclaimed ?? (await newDatabase());
  if (url === unclaimed) unclaimed = null;
  byFolder.set(folder, url);
  process.env.BAIZE_DATABASE_URL = url;
}

/** What a process is told, so that it uses the folder's database. */
export function databaseEnv(data: string): Record<string, string> {
  const url = byFolder.get(resolve(data));
  return url === undefined ? {} : { BAIZE_DATABASE_URL: url };
}

/** The address of a new and empty database. */
export async function newDatabase(): Promise<string> {
  const ready = next ?? create();
  next = create();
  next.catch(() => {});
  const url = await ready;
  used.push(new URL(url).pathname.slice(1));
  return url;
}

/** Begins a test: with an empty database that is the default, and without those of the test before. */
export async function beginWithEmptyDatabase(): Promise<void> {
  byFolder.clear();
  await dropDatabases();
  unclaimed = await newDatabase();
  process.env.BAIZE_DATABASE_URL = unclaimed;
}

export async function dropDatabases(): Promise<void> {
  const names = used;
  used = [];
  for (const name of names) await query(`drop database if exists "${name}" with (force)`);
}

/** Runs a statement on the server itself. */
async function query(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function create(): Promise<string> {
  made += 1;
  const name = `test_${process.pid}_${made}`;
  await query(`create database "${name}"`);
  return Object.assign(new URL(server!), { pathname: `/${name}` }).href;
}
