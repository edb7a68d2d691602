import type { Db } from './schema.ts';

/** Whether a key's own member has asked for its removal: until the next root it counts no more at this registry. */
export async function isShutOut(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('staff_request')
    .select('id')
    .where('key', '=', key)
    .where('action', '=', 'remove')
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
