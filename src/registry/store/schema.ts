import { type Generated, type Kysely, sql, type Transaction } from 'kysely';
import type { Kind, Level } from '../../core/entry.ts';

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
  /** First three hex digits of the key's SHA-256 where there is a reason: the `why` file it stands in. */
  shard: string | null;
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

/** How far a release came. `prepared`: its files are being written; `abandoned`: nobody saw it. */
export type Progress = 'prepared' | 'published' | 'abandoned';

/** One row for every signed state of the feed, renewals of its metadata included. */
interface ReleaseTable {
  id: Generated<number>;
  state: Progress;
  time: string;
  targets: number;
  snapshot: number;
  timestamp: number;
  /** The signed files, to the byte: the feed folder is only ever written, never believed. */
  targets_body: string;
  snapshot_body: string;
  timestamp_body: string;
  /** SHA-256 of the list's text: the state digest. */
  digest: string;
  entries: number;
  /** How many rows of `change` it brought. */
  changes: number;
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
}

export interface Tables {
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

type Migration = (db: Transaction<Tables>) => Promise<void>;

/** The steps from an empty database to this version's, in order; a published step never changes. */
const migrations: readonly Migration[] = [createTables, createAllianceTable];

/**
 * Brings the database to this version's tables, in one transaction, so that two processes that open a new one do not
 * meet half-way.
 */
export async function migrate(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`create table if not exists migration (version integer primary key)`.execute(tx);
    const { rows } = await sql<{ done: number }>`select count(*) as done from migration`.execute(tx);
    const done = Number(rows[0]!.done);
    for (const [index, step] of migrations.entries()) {
      if (index < done) continue;
      await step(tx);
      await sql`insert into migration (version) values (${index + 1})`.execute(tx);
    }
  });
}

async function createTables(db: Transaction<Tables>): Promise<void> {
  await createListTables(db);
  await createReleaseTables(db);
  await db.schema
    .createTable('report')
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('receipt', 'text', (col) => col.notNull().unique())
    .addColumn('received', 'text', (col) => col.notNull())
    .addColumn('body', 'text', (col) => col.notNull())
    .execute();
}

async function createListTables(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('entry')
    .addColumn('key', 'text', (col) => col.primaryKey())
    .addColumn('kind', 'text', (col) => col.notNull())
    .addColumn('level', 'text', (col) => col.notNull())
    .addColumn('reason', 'text')
    .addColumn('shard', 'text')
    .addColumn('added', 'text', (col) => col.notNull())
    .execute();
  await db.schema
    .createIndex('entry_shard')
    .on('entry')
    .column('shard')
    .where('shard', 'is not', null)
    .execute();
  await db.schema
    .createTable('change')
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('key', 'text', (col) => col.notNull())
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('time', 'text', (col) => col.notNull())
    .addColumn('release', 'integer')
    .execute();
  await db.schema.createIndex('change_release').on('change').column('release').execute();
  await db.schema.createIndex('change_key').on('change').column('key').execute();
}

async function createReleaseTables(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (col) => col.primaryKey())
    .addColumn('value', 'text', (col) => col.notNull())
    .execute();
  await db.schema
    .createTable('root')
    .addColumn('version', 'integer', (col) => col.primaryKey())
    .addColumn('body', 'text', (col) => col.notNull())
    .execute();
  await db.schema
    .createTable('release')
    .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
    .addColumn('state', 'text', (col) => col.notNull())
    .addColumn('time', 'text', (col) => col.notNull())
    .addColumn('targets', 'integer', (col) => col.notNull())
    .addColumn('snapshot', 'integer', (col) => col.notNull())
    .addColumn('timestamp', 'integer', (col) => col.notNull())
    .addColumn('targets_body', 'text', (col) => col.notNull())
    .addColumn('snapshot_body', 'text', (col) => col.notNull())
    .addColumn('timestamp_body', 'text', (col) => col.notNull())
    .addColumn('digest', 'text', (col) => col.notNull())
    .addColumn('entries', 'integer', (col) => col.notNull())
    .addColumn('changes', 'integer', (col) => col.notNull())
    .execute();
}

async function createAllianceTable(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('alliance')
    .addColumn('sha256', 'text', (col) => col.primaryKey())
    .addColumn('body', 'text', (col) => col.notNull())
    .execute();
}
