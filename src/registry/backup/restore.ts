import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import { BaizeError } from '../../core/errors.ts';
import { databaseName, type Paths } from '../registry.ts';
import { writeDurable } from '../release/feed-files.ts';
import { connect, isFile } from '../store/database.ts';
import { resumeNumbering } from '../store/dialect.ts';
import { migrateIn, schemaVersion, type Tables } from '../store/schema.ts';
import { type Line, readBackup, type Value, valuesOf } from './lines.ts';
import { hasRows, type TableFacts, tablesOf } from './tables.ts';

/** What came of a restore. */
export interface Restored {
  /** When the backup was made. */
  readonly made: string;
  readonly rows: number;
  readonly files: number;
}

type Tx = Transaction<Tables>;
type Row = readonly Value[];

/** SQLite takes 32,766 values with a statement, PostgreSQL 65,535. */
const VALUES_PER_INSERT = 30_000;
const ROWS_PER_INSERT = 1_000;
/** Bodies of batches have megabytes; a statement of them should not have hundreds. */
const BYTES_PER_INSERT = 8_000_000;

/**
 * Makes a registry from a backup, in a database and a folder that hold none. All of it or nothing: files are laid out
 * beside their place, and take it when every row is in and the backup's digest holds.
 *
 * @throws BaizeError `input` when there is a registry already, or the backup is not whole or too new
 */
export async function restore(file: string, paths: Paths): Promise<Restored> {
  for (const folder of [paths.feed, paths.keys]) requireNone(folder);
  const isNew = isFile(paths.database) && !existsSync(paths.database);
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  const staging = join(paths.data, 'restoring');
  const placed: string[] = [];
  try {
    return await fill(file, paths, staging, placed);
  } catch (error) {
    for (const folder of placed) await rm(folder, { recursive: true });
    if (isNew) await removeDatabase(paths.database);
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function requireNone(folder: string): void {
  if (!existsSync(folder)) return;
  throw new BaizeError(
    'input',
    `${folder} is there already. Move it away, or name another folder with --data.`,
  );
}

/** Rows and files become visible together: the files take their place right before the rows are committed. */
async function fill(file: string, paths: Paths, staging: string, placed: string[]): Promise<Restored> {
  const db = await connect(paths.database);
  try {
    return await db.transaction().execute(async (tx) => {
      const restoring = new Restoring(tx, staging, databaseName(paths));
      for await (const line of readBackup(file)) await restoring.take(line);
      const restored = await restoring.end();
      for (const name of ['feed', 'keys'] as const) {
        if (!existsSync(join(staging, name))) continue;
        await rename(join(staging, name), paths[name]);
        placed.push(paths[name]);
      }
      return restored;
    });
  } finally {
    await db.destroy();
  }
}

async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}

/** Takes the lines of a backup, one after the other. */
class Restoring {
  private readonly tx: Tx;
  private readonly staging: string;
  private readonly place: string;
  private made: string | null = null;
  private tables: readonly TableFacts[] = [];
  private table: TableFacts | null = null;
  private waiting: Row[] = [];
  private waitingBytes = 0;
  private rows = 0;
  private files = 0;

  constructor(tx: Tx, staging: string, place: string) {
    this.tx = tx;
    this.staging = staging;
    this.place = place;
  }

  async take(line: Line): Promise<void> {
    if (Array.isArray(line)) return this.takeRow(valuesOf(line));
    if ('format' in line) return this.begin(line.schema, line.made);
    if (this.made === null) throw new BaizeError('input', 'The backup can not be used: it has no head.');
    await this.flush();
    if ('table' in line) this.table = this.tableOf(line.table, line.columns);
    else await this.takeFile(line.file, line.content);
  }

  /** Brings the tables to this version, once all is in. */
  async end(): Promise<Restored> {
    await this.flush();
    for (const { name, numbered } of this.tables) {
      for (const column of numbered) await resumeNumbering(this.tx, name, column);
    }
    await migrateIn(this.tx, schemaVersion);
    return { made: this.made!, rows: this.rows, files: this.files };
  }

  /** The tables as they were when the backup was made. */
  private async begin(schema: number, made: string): Promise<void> {
    if (schema > schemaVersion) {
      throw new BaizeError('input', 'A newer version of Baize made this backup. Restore it with that one.');
    }
    const isEmpty = await this.isEmpty();
    if (!isEmpty || (await migrateIn(this.tx, schema)) !== schema) {
      throw new BaizeError(
        'input',
        `There is something in ${this.place} already. Restore into a new database.`,
      );
    }
    this.made = made;
    this.tables = await tablesOf(this.tx);
  }

  private async isEmpty(): Promise<boolean> {
    for (const { name } of await tablesOf(this.tx)) {
      if (await hasRows(this.tx, name)) return false;
    }
    return true;
  }

  private tableOf(name: string, columns: readonly string[]): TableFacts {
    const table = this.tables.find((one) => one.name === name);
    const isSame = table?.columns.toSorted().join() === columns.toSorted().join();
    if (!table || !isSame)
      throw new BaizeError(
        'input',
        `The backup can not be used: there is no table ${name} with these columns.`,
      );
    return { ...table, columns };
  }

  private async takeRow(row: Row): Promise<void> {
    if (row.length !== this.table?.columns.length)
      throw new BaizeError('input', 'The backup can not be used: a row does not fit its table.');
    this.waiting.push(row);
    this.waitingBytes += row.reduce<number>(
      (sum, value) => sum + (typeof value === 'object' ? (value?.length ?? 0) : 0),
      0,
    );
    this.rows += 1;
    const most = Math.min(ROWS_PER_INSERT, Math.floor(VALUES_PER_INSERT / row.length));
    if (this.waiting.length >= most || this.waitingBytes > BYTES_PER_INSERT) await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.waiting.length === 0 || this.table === null) return;
    const { name, columns } = this.table;
    const rows = this.waiting.map((row) => sql`(${sql.join(row)})`);
    const names = sql.join(columns.map((column) => sql.id(column)));
    await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(rows)}`.execute(this.tx);
    this.waiting = [];
    this.waitingBytes = 0;
  }

  private async takeFile(file: string, content: string): Promise<void> {
    this.files += 1;
    const mode = file.startsWith('keys/') ? 0o600 : 0o644;
    const place = join(this.staging, file);
    await mkdir(dirname(place), { recursive: true, mode: mode === 0o600 ? 0o700 : 0o755 });
    await writeDurable(place, Buffer.from(content, 'base64'), mode);
  }
}
