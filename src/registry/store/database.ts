import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';
import { BaizeError } from '../../core/errors.ts';
import { type Db, migrate, type Tables } from './schema.ts';

const SQLITE_BUSY = 5;
const OPEN_TIMEOUT = 10_000;
/** node:sqlite waits on the calling thread, and a server has others to answer meanwhile. */
const STATEMENT_TIMEOUT = 100;
const RETRY_PAUSE = 20;
const WRITE_TIMEOUT = 60_000;
const CACHED_STATEMENTS = 64;

/**
 * Opens the embedded database, made if need be, with this version's tables. What a transaction has written is on the
 * disk when it returns (`synchronous=FULL`), and other processes may read and write the same file (WAL).
 */
export async function openDatabase(file: string): Promise<Db> {
  const database = new DatabaseSync(file, { timeout: OPEN_TIMEOUT });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec(`pragma busy_timeout = ${STATEMENT_TIMEOUT}`);
  const db = new Kysely<Tables>({ dialect: dialectOf(database) });
  await migrate(db);
  return db;
}

function dialectOf(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/**
 * Takes the write lock when a transaction begins: one that reads first and writes later fails at once when another
 * process has written in between, however long it would wait (https://sqlite.org/isolation.html).
 */
class ImmediateDriver extends SqliteDriver {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
    this.database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whenFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }

  /** A full disk ends the transaction by itself; a second rollback would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/**
 * Runs `work` again until no other process holds the lock it needs, without blocking this one's other work.
 *
 * @throws BaizeError `input` after a minute
 */
export async function whenFree<T>(work: () => T | Promise<T>, timeout = WRITE_TIMEOUT): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > end) {
        const message = 'Another process has been working on this registry for too long. Try again later.';
        throw new BaizeError('input', message, { cause: error });
      }
    }
    await sleep(RETRY_PAUSE);
  }
}

function isBusy(error: unknown): boolean {
  // The low byte is the primary result code (https://sqlite.org/rescode.html).
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

/** node:sqlite in the shape Kysely's SQLite driver expects; statements are kept, because preparing one costs more than running it. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= CACHED_STATEMENTS) statements.clear();
      const statement = adaptStatement(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** ISO 8601 in UTC with whole seconds, as every stored and signed time is. */
export function instant(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
