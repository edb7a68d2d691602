import { type Generated, type Kysely, sql, type Transaction } from 'kysely';
import type { Kind, Level } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { createDeskTables, type DeskTables } from './desk-schema.ts';
import { type ColumnTypes, rowsFrom, typesOf } from './dialect.ts';
import { createLogTables, createSigningTables, type LogTables } from './log-schema.ts';
import { createHistoryTables, createReviewTables, type ReviewTables } from './review-schema.ts';
import { shardOf } from './shard.ts';

/** Small things of the registry, each under its name. */
interface SettingTable {
  name: string;
  value: string;
}

/** The list as it will be after the next release. Times are ISO 8601, UTC, whole seconds. */
interface EntryTable {
  key: string;
  kind: Kind;
  level: Level;
  reason: string | null;
  /** The `why` file it stands in. */
  shard: string;
  added: string;
}

/** Everything that ever happened to the list. `before` and `after` are list lines; null: not on the list. */
interface ChangeTable {
  id: Generated<number>;
  key: string;
  before: string | null;
  after: string | null;
  time: string;
  /** The release that carries it; null while it is pending. */
  release: number | null;
}

/**
 * How far a release came. `drafted`: its leaf is in the log, its files are not written yet; `proposed`: it waits for
 * signatures; `abandoned`: another took its place before it had them.
 */
export type Progress = 'drafted' | 'proposed' | 'published' | 'abandoned';

/** One row for every signed state of the feed, renewals of its metadata included. */
interface ReleaseTable {
  id: Generated<number>;
  state: Progress;
  time: string;
  targets: number;
  snapshot: number;
  timestamp: number;
  /** The files, to the byte, unsigned until enough signatures are there: the feed folder is only written, never believed. */
  targets_body: string;
  snapshot_body: string;
  timestamp_body: string;
  /** SHA-256 of the list's text: the state digest. */
  digest: string;
  entries: number;
  /** How many rows of `change` it brought. */
  changes: number;
  /** Version of the root that it was made under. */
  root: number;
  /** Index of its leaf in the log. */
  leaf: number;
  /** How many members have to sign it. */
  needed: number;
  /** The log's checkpoint that covers it: the text, and once it is out the whole signed note. */
  checkpoint: string;
  note: string;
}

interface RootTable {
  version: number;
  body: string;
}

/** Every alliance.json that a root named, to the byte. */
interface AllianceTable {
  sha256: string;
  body: string;
}

interface ReportTable {
  id: string;
  receipt: string;
  received: string;
  /** The report as JSON, its names sorted: the same report is the same text. */
  body: string;
  /** The case it belongs to; null for one from before there were cases. */
  case: number | null;
}

export interface Tables extends LogTables, ReviewTables, DeskTables {
  setting: SettingTable;
  entry: EntryTable;
  change: ChangeTable;
  release: ReleaseTable;
  root: RootTable;
  alliance: AllianceTable;
  report: ReportTable;
}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables>;

type Migration = (tx: Transaction<Tables>, types: ColumnTypes) => Promise<void>;

/**
 * The steps from an empty database to this version's, in order; a published step never changes. Each is written once for
 * SQLite and PostgreSQL, with the types it is handed.
 */
const migrations: readonly Migration[] = [
  createTables,
  createAllianceTable,
  timestampsOnce,
  createLogTables,
  createSigningTables,
  createReviewTables,
  createDeskTables,
  createHistoryTables,
  fillShards,
];

/** How many steps lead to this version's tables. */
export const schemaVersion = migrations.length;

/**
 * Brings the database to the tables of a version, in one transaction, which waits for its turn: processes that open a new
 * database at the same moment make its tables once.
 *
 * @throws BaizeError `input` when a newer version has made it
 */
export async function migrate(db: Db, version = schemaVersion): Promise<void> {
  const found = await versionOf(db).catch(() => 0); // no table yet
  if (found !== version) await db.transaction().execute((tx) => migrateIn(tx, version));
}

/** The same within a transaction that goes on. @returns the version of the tables there are now */
export async function migrateIn(tx: Transaction<Tables>, version: number): Promise<number> {
  await sql`create table if not exists migration (version integer primary key)`.execute(tx);
  const found = await versionOf(tx);
  if (found > schemaVersion) {
    throw new BaizeError('input', 'A newer version of Baize has worked on this database. Use that one.');
  }
  for (const [index, step] of migrations.slice(0, version).entries()) {
    if (index < found) continue;
    await step(tx, typesOf(tx));
    await sql`insert into migration (version) values (${index + 1})`.execute(tx);
  }
  return Math.max(found, version);
}

async function versionOf(db: Db): Promise<number> {
  const { rows } = await sql<{ done: number }>`select count(*) as done from migration`.execute(db);
  return rows[0]!.done;
}

async function createTables(tx: Transaction<Tables>, types: ColumnTypes): Promise<void> {
  await createListTables(tx, types);
  await createReleaseTables(tx, types);
  await tx.schema
    .createTable('report')
    .addColumn('id', types.text, (col) => col.primaryKey())
    .addColumn('receipt', types.text, (col) => col.notNull().unique())
    .addColumn('received', types.text, (col) => col.notNull())
    .addColumn('body', types.text, (col) => col.notNull())
    .execute();
}

async function createListTables(tx: Transaction<Tables>, types: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('entry')
    .addColumn('key', types.text, (col) => col.primaryKey())
    .addColumn('kind', types.text, (col) => col.notNull())
    .addColumn('level', types.text, (col) => col.notNull())
    .addColumn('reason', types.text)
    .addColumn('shard', types.text)
    .addColumn('added', types.text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createIndex('entry_shard')
    .on('entry')
    .column('shard')
    .where('shard', 'is not', null)
    .execute();
  await tx.schema
    .createTable('change')
    .addColumn('id', types.integer, types.numbered)
    .addColumn('key', types.text, (col) => col.notNull())
    .addColumn('before', types.text)
    .addColumn('after', types.text)
    .addColumn('time', types.text, (col) => col.notNull())
    .addColumn('release', types.integer)
    .execute();
  await tx.schema.createIndex('change_release').on('change').column('release').execute();
  await tx.schema.createIndex('change_key').on('change').column('key').execute();
}

async function createReleaseTables(tx: Transaction<Tables>, types: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('setting')
    .addColumn('name', types.text, (col) => col.primaryKey())
    .addColumn('value', types.text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('root')
    .addColumn('version', types.integer, (col) => col.primaryKey())
    .addColumn('body', types.text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('release')
    .addColumn('id', types.integer, types.numbered)
    .addColumn('state', types.text, (col) => col.notNull())
    .addColumn('time', types.text, (col) => col.notNull())
    .addColumn('targets', types.integer, (col) => col.notNull())
    .addColumn('snapshot', types.integer, (col) => col.notNull())
    .addColumn('timestamp', types.integer, (col) => col.notNull())
    .addColumn('targets_body', types.text, (col) => col.notNull())
    .addColumn('snapshot_body', types.text, (col) => col.notNull())
    .addColumn('timestamp_body', types.text, (col) => col.notNull())
    .addColumn('digest', types.text, (col) => col.notNull())
    .addColumn('entries', types.integer, (col) => col.notNull())
    .addColumn('changes', types.integer, (col) => col.notNull())
    .execute();
}

async function createAllianceTable(tx: Transaction<Tables>, types: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('alliance')
    .addColumn('sha256', types.text, (col) => col.primaryKey())
    .addColumn('body', types.text, (col) => col.notNull())
    .execute();
}

/** No two releases share a timestamp's version, whatever becomes of the lock that publishers take. */
async function timestampsOnce(tx: Transaction<Tables>): Promise<void> {
  await tx.schema.createIndex('release_timestamp').on('release').column('timestamp').unique().execute();
}

/** Every entry stands in a `why` file. */
async function fillShards(tx: Transaction<Tables>): Promise<void> {
  for (;;) {
    const rows = await tx
      .selectFrom('entry')
      .select('key')
      .where(sql<boolean>`shard is null`)
      .limit(10_000)
      .execute();
    if (rows.length === 0) return;
    const shards = rows.map(({ key }) => [key, shardOf(key)]);
    await sql`
      update entry set shard = value ->> 1 from ${rowsFrom(tx, shards)} where entry.key = value ->> 0
    `.execute(tx);
  }
}
