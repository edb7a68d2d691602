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

/** What was noted after an event, in order. */
export async function eventsAfter(db: Db, id: number) {
  return db
    .selectFrom('desk_event')
    .select(['id', 'what', 'of'])
    .where('id', '>', id)
    .orderBy('id')
    .execute();
}

/** The number of the event that was noted last; 0 when there is none. */
export async function lastEvent(db: Db): Promise<number> {
  const row = await db
    .selectFrom('desk_event')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** Everybody who listens has been told long ago. @param time ISO 8601 */
export async function forgetEvents(tx: Db, time: string): Promise<void> {
  await tx.deleteFrom('desk_event').where('time', '<', time).execute();
}
