import type { DeskTables } from './desk-schema.ts';
import type { Db } from './schema.ts';

type What = DeskTables['desk_event']['what'];

/** Rows a statement: four values each, and SQLite takes 32,766. */
const CHUNK = 5_000;

/** Notes that something changed, for those who look at it. @param of ids of cases or appeals; 0 for what has none */
export async function noteEvents(tx: Db, what: What, of: readonly number[], time: string): Promise<void> {
  for (let start = 0; start < of.length; start += CHUNK) {
    const rows = of.slice(start, start + CHUNK).map((id) => ({ time, what, of: id }));
    await tx.insertInto('desk_event').values(rows).execute();
  }
}
