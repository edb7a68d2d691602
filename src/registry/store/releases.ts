import type { Selectable } from 'kysely';
import { type Change, joinChanges } from '../../core/delta.ts';
import { readChange } from './entries.ts';
import type { Db, Progress, Tables } from './schema.ts';

/** A signed state of the feed. */
export type Release = Selectable<Tables['release']>;

/** What the next release would carry. */
export interface Pending {
  /** Highest id among the changes: what comes later waits for the release after. 0 when there is none. */
  readonly upTo: number;
  /** How many changes were made. */
  readonly count: number;
  /** Every key that was touched, those included whose changes came to nothing. */
  readonly keys: readonly string[];
  /** What they come to, sorted by key. */
  readonly changes: readonly Change[];
}

/** The newest published release, or undefined before the first. */
export async function lastRelease(db: Db): Promise<Release | undefined> {
  return newest(db, 'published');
}

/** A release whose publication did not come to its end, or undefined. */
export async function preparedRelease(db: Db): Promise<Release | undefined> {
  return newest(db, 'prepared');
}

async function newest(db: Db, state: Progress): Promise<Release | undefined> {
  return db
    .selectFrom('release')
    .selectAll()
    .where('state', '=', state)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What a published release made of the list, without its signed files. */
export type ReleaseState = Pick<Release, 'id' | 'digest' | 'changes'>;

/** The states of the newest published releases, newest first. */
export async function recentStates(db: Db, most: number): Promise<ReleaseState[]> {
  return db
    .selectFrom('release')
    .select(['id', 'digest', 'changes'])
    .where('state', '=', 'published')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
}

export async function releasesById(db: Db, ids: readonly number[]): Promise<Release[]> {
  return ids.length === 0 ? [] : db.selectFrom('release').selectAll().where('id', 'in', ids).execute();
}

/** The highest version each role was ever signed with, abandoned publications included: none is used twice. */
export async function versionsUsed(
  db: Db,
): Promise<{ targets: number; snapshot: number; timestamp: number }> {
  const row = await db
    .selectFrom('release')
    .select((eb) => [
      eb.fn.max('targets').as('targets'),
      eb.fn.max('snapshot').as('snapshot'),
      eb.fn.max('timestamp').as('timestamp'),
    ])
    .executeTakeFirst();
  return { targets: row?.targets ?? 0, snapshot: row?.snapshot ?? 0, timestamp: row?.timestamp ?? 0 };
}

export async function pendingChanges(db: Db): Promise<Pending> {
  const rows = await db
    .selectFrom('change')
    .select(['id', 'key', 'before', 'after'])
    .where('release', 'is', null)
    .orderBy('id')
    .execute();
  return {
    upTo: rows.at(-1)?.id ?? 0,
    count: rows.length,
    keys: [...new Set(rows.map(({ key }) => key))],
    changes: joinChanges(rows.map(readChange)),
  };
}

export async function countPending(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('release', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The changes a release brought, oldest first. */
export async function changesOf(db: Db, release: number): Promise<Change[]> {
  const rows = await db
    .selectFrom('change')
    .select(['key', 'before', 'after'])
    .where('release', '=', release)
    .orderBy('id')
    .execute();
  return rows.map(readChange);
}

/** Notes a release before its first file is written, and gives it the pending changes up to an id. */
export async function prepareRelease(
  db: Db,
  release: Omit<Release, 'id' | 'state'>,
  upTo: number,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('release')
      .values({ ...release, state: 'prepared' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .updateTable('change')
      .set({ release: id })
      .where('release', 'is', null)
      .where('id', '<=', upTo)
      .execute();
    return id;
  });
}

/** Notes that a release's timestamp is out: it is what browsers see now. */
export async function markPublished(db: Db, id: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('release').set({ state: 'published' }).where('id', '=', id).execute();
  });
}

/** Gives up a release that nobody saw: its changes are pending again, its version numbers stay used. */
export async function abandonRelease(db: Db, id: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('change').set({ release: null }).where('release', '=', id).execute();
    await tx.updateTable('release').set({ state: 'abandoned', changes: 0 }).where('id', '=', id).execute();
  });
}
