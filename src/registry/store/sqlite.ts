import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import { whenFree } from './busy.ts';

const OPEN_TIMEOUT = 10_000;
/** node:sqlite waits on the calling thread, and a server has others to answer meanwhile. */
const STATEMENT_TIMEOUT = 100;
const CACHED_STATEMENTS = 64;
/** With SQLite's own 2 MB, pages are read again and again: an import of a million names takes a tenth longer. */
const CACHE_KIB = 65_536;
/** A database that goes with the process: SQLite's own name for it. */
export const inMemory = ':memory:';

/**
 * The embedded database in a file. What a transaction has written is on the disk when it returns (`synchronous=FULL`),
 * and other processes may read and write the same file (WAL).
 */
export function sqliteDialect(file: string): Dialect {
  // What people reported is nobody else's business. SQLite gives the files beside it the same rights.
  if (file !== inMemory) closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: OPEN_TIMEOUT });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec(`pragma cache_size = -${CACHE_KIB}; pragma temp_store = memory`);
  database.exec(`pragma busy_timeout = ${STATEMENT_TIMEOUT}`);
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

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings = {},
  ): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await whenFree(() => connection.executeQuery(CompiledQuery.raw(begin)));
  }

  /** A full disk ends the transaction by itself; a second rollback would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.isTransaction) await super.rollbackTransaction(connection);
  }
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
