import {
  type ColumnDefinitionBuilder,
  type Expression,
  type Kysely,
  PostgresAdapter,
  type QueryResult,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';

/** How a database names the types of columns; migrations use these and no others. */
export interface ColumnTypes {
  /** Compared and sorted by its UTF-8 bytes, whatever the database's language is. */
  readonly text: 'text' | Expression<unknown>;
  /** Read as a number: up to 2^53. */
  readonly integer: 'integer' | 'bigint';
  /** Bytes: a Uint8Array when it is read. */
  readonly blob: 'blob' | 'bytea';
  /** Makes an integer column the primary key that counts by itself. */
  readonly numbered: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
}

const sqliteTypes: ColumnTypes = {
  text: 'text',
  integer: 'integer',
  blob: 'blob',
  numbered: (column) => column.primaryKey().autoIncrement(),
};

const postgresTypes: ColumnTypes = {
  text: sql`text collate "C"`,
  integer: 'bigint',
  blob: 'bytea',
  numbered: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
};

/** Whether this is PostgreSQL; else it is SQLite. Works for a transaction too. */
export function isPostgres<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

export function typesOf<T>(db: Kysely<T>): ColumnTypes {
  return isPostgres(db) ? postgresTypes : sqliteTypes;
}

/**
 * A transaction that sees the database as it stands at one moment, however long it lasts, and holds nobody up. Big
 * results are streamed in it: `tx.selectFrom(…).stream(1_000)`.
 */
export function snapshot<T>(db: Kysely<T>) {
  return db.transaction().setAccessMode('read only');
}

/**
 * A transaction beside which others write, too. Only for rows that no other row depends on: what it read may have
 * changed when it writes. Every other transaction (`db.transaction()`) is the only writer while it lasts.
 */
export function beside<T>(db: Kysely<T>) {
  return db.transaction().setIsolationLevel('read committed');
}

/**
 * Many rows as one value, to select from: column n of a row is `value ->> n`, as text; numbers have to be cast. Three times as
 * fast as a parameter a value, which have to be named in the statement one by one.
 */
export function rowsFrom<T>(
  db: Kysely<T>,
  rows: readonly (readonly (string | number | null)[])[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows);
  return isPostgres(db)
    ? sql`json_array_elements(${json}::json) as given (value)`
    : sql`json_each(${json}) as given`;
}

/**
 * Whether a column holds one of many keys, which are one value. PostgreSQL is handed a list, because it reads a whole table
 * rather than an index for what it can not count.
 */
export function isAmong<T>(db: Kysely<T>, column: string, keys: readonly string[]): RawBuilder<SqlBool> {
  return isPostgres(db)
    ? sql`${sql.ref(column)} = any(${keys}::text[])`
    : sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(keys)}))`;
}

/** Goes on numbering after the highest number there is, once rows were put in with numbers of their own. */
export async function resumeNumbering<T>(db: Kysely<T>, table: string, column: string): Promise<void> {
  // SQLite does so by itself (https://sqlite.org/autoinc.html).
  if (!isPostgres(db)) return;
  const [tableName, columnName] = [sql.id(table), sql.id(column)];
  await (sql`
    select setval(pg_get_serial_sequence(quote_ident(${table}), ${column}), max(${columnName}))
    from ${tableName} having max(${columnName}) is not null
  `.execute(db) satisfies Promise<QueryResult<unknown>>);
}

/** Whether a column holds a text somewhere, capitals (A to Z) or not. Nothing in it stands for anything else. */
export function containing(column: string, part: string): RawBuilder<SqlBool> {
  const small = part.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const pattern = `%${small.replace(/[%_\\]/g, '\\$&')}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}
