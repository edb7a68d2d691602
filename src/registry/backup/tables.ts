import { sql } from 'kysely';
import { isPostgres } from '../store/dialect.ts';
import type { Db } from '../store/schema.ts';

/** A table of the registry, as the database describes it. */
export interface TableFacts {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that count by themselves. */
  readonly numbered: readonly string[];
}

/** Tables that are made anew rather than carried over. */
const NOT_CARRIED = ['migration'];

/** Every table that holds the registry's rows, by name. */
export async function tablesOf(db: Db): Promise<TableFacts[]> {
  const schema = isPostgres(db) ? await currentSchema(db) : undefined;
  const tables = await db.introspection.getTables();
  return tables
    .filter((table) => !table.isView && table.schema === schema && !NOT_CARRIED.includes(table.name))
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => column.name),
      numbered: columns.filter((column) => column.isAutoIncrementing).map((column) => column.name),
    }));
}

async function currentSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  return rows[0]!.schema;
}

/** Whether a table has a row. */
export async function hasRows(db: Db, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
  return rows.length > 0;
}
