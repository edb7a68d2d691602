import type { Selectable } from 'kysely';
import { instant } from './database.ts';
import { noteEvents } from './desk-events.ts';
import type { Db, Tables } from './schema.ts';

/** What a coordinator asks the next root ceremony for. */
export type StaffRow = Selectable<Tables['staff_request']>;

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

/** Every request of a member, newest first. */
export async function requestsOf(db: Db, member: string): Promise<StaffRow[]> {
  return db
    .selectFrom('staff_request')
    .selectAll()
    .where('member', '=', member)
    .orderBy('id', 'desc')
    .execute();
}

/** The requests of all members that wait for a ceremony, oldest first. */
export async function waitingRequests(db: Db): Promise<StaffRow[]> {
  return db.selectFrom('staff_request').selectAll().where('state', '=', 'waiting').orderBy('id').execute();
}

/** Notes a request; one that waits already is asked once. @returns whether it is new */
export async function askFor(
  db: Db,
  request: Pick<StaffRow, 'member' | 'action' | 'key' | 'label' | 'role' | 'keyid'>,
  now: Date,
): Promise<boolean> {
  const time = instant(now);
  return db.transaction().execute(async (tx) => {
    const waiting = await waitingRequests(tx);
    const { member, action, key } = request;
    if (waiting.some((one) => one.member === member && one.action === action && one.key === key))
      return false;
    await tx
      .insertInto('staff_request')
      .values({ ...request, time, state: 'waiting' })
      .execute();
    await noteEvents(tx, 'staff', [0], time);
    return true;
  });
}

/** Takes a member's own request back. @returns whether it was still waiting */
export async function withdrawRequest(db: Db, member: string, id: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const result = await tx
      .updateTable('staff_request')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .where('member', '=', member)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    await noteEvents(tx, 'staff', [0], instant(now));
    return result.numUpdatedRows === 1n;
  });
}

/** Notes that requests were granted. */
export async function noteGranted(db: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('staff_request').set({ state: 'done' }).where('id', 'in', ids).execute();
    await noteEvents(tx, 'staff', [0], instant(now));
  });
}
