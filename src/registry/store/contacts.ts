import { limits } from '../../core/limits.ts';
import { instant } from './database.ts';
import type { Db } from './schema.ts';

/**
 * Stores how to reach who sent something, sealed by the sender for the alliance; apart from what was sent, so that it can go when
 * its time is over.
 *
 * @param of the report's id, or the appeal's receipt: ids of appeals could be those of reports
 */
export async function putContact(tx: Db, of: string, sealed: string | undefined, now: Date): Promise<void> {
  if (sealed === undefined) return;
  const erase = instant(new Date(now.getTime() + limits.contactLife));
  await tx.insertInto('contact').values({ of, sealed, erase }).execute();
}

/** What was sealed with a report or an appeal, or null. */
export async function contactOf(db: Db, of: string): Promise<string | null> {
  const row = await db.selectFrom('contact').select('sealed').where('of', '=', of).executeTakeFirst();
  return row?.sealed ?? null;
}

/** Everything that is sealed, the oldest first. */
export async function allContacts(
  db: Db,
): Promise<{ readonly of: string; readonly sealed: string; readonly erase: string }[]> {
  return db.selectFrom('contact').selectAll().orderBy('erase').orderBy('of').execute();
}

/** Erases contacts whose time is over. @returns how many */
export async function eraseContacts(db: Db, now: Date): Promise<number> {
  const isOver = await db
    .selectFrom('contact')
    .select('of')
    .where('erase', '<=', instant(now))
    .limit(1)
    .executeTakeFirst();
  if (isOver === undefined) return 0;
  return db.transaction().execute(async (tx) => {
    const gone = await tx.deleteFrom('contact').where('erase', '<=', instant(now)).executeTakeFirst();
    return Number(gone.numDeletedRows);
  });
}
