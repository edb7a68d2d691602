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

/** The release that is on its way, or undefined: there is at most one. */
export async function openRelease(db: Db): Promise<Release | undefined> {
  return newest(db, 'drafted', 'proposed');
}

async function newest(db: Db, ...states: Progress[]): Promise<Release | undefined> {
  return db
    .selectFrom('release')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The release that was out before another, or undefined. */
export async function publishedBefore(db: Db, id: number): Promise<Release | undefined> {
  return db
    .selectFrom('release')
    .selectAll()
    .where('state', '=', 'published')
    .where('id', '<', id)
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

/** The highest version that any timestamp had, abandoned ones included: none is used twice. */
export async function newestTimestamp(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('release')
    .select((eb) => eb.fn.max('timestamp').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0);
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

/**
 * The changes that lead from one release to a later one, oldest first: those of releases that were abandoned in between
 * included, because the log holds them too.
 *
 * @param most how many there may be
 * @returns null when there are more
 */
export async function changesBetween(
  db: Db,
  after: number,
  upTo: number,
  most: number,
): Promise<Change[] | null> {
  const rows = await db
    .selectFrom('change')
    .select(['key', 'before', 'after'])
    .where('release', '>', after)
    .where('release', '<=', upTo)
    .orderBy('id')
    .limit(most + 1)
    .execute();
  return rows.length > most ? null : rows.map(readChange);
}

/** The keys that changed between one release and a later one. */
export async function changedKeys(db: Db, after: number, upTo: number): Promise<string[]> {
  const rows = await db
    .selectFrom('change')
    .select('key')
    .distinct()
    .where('release', '>', after)
    .where('release', '<=', upTo)
    .execute();
  return rows.map(({ key }) => key);
}

/** How many changes lead from one release to a later one, and how many of them take an old line away or bring a new one. */
export async function countChanges(
  db: Db,
  after: number,
  upTo: number,
): Promise<{ changes: number; gone: number; come: number }> {
  const row = await db
    .selectFrom('change')
    .select((eb) => [
      eb.fn.countAll<number>().as('changes'),
      eb.fn.count<number>('before').as('gone'),
      eb.fn.count<number>('after').as('come'),
    ])
    .where('release', '>', after)
    .where('release', '<=', upTo)
    .executeTakeFirstOrThrow();
  return { changes: Number(row.changes), gone: Number(row.gone), come: Number(row.come) };
}

/** Notes a release and gives it the pending changes. Another that was on its way is given up: this one goes further. */
export async function noteRelease(tx: Db, release: Omit<Release, 'id'>): Promise<Release> {
  await abandonOpen(tx);
  const { id } = await tx.insertInto('release').values(release).returning('id').executeTakeFirstOrThrow();
  await claimPending(tx, id);
  return { ...release, id };
}

/** Gives a release the pending changes. */
export async function claimPending(tx: Db, id: number): Promise<void> {
  await tx.updateTable('change').set({ release: id }).where('release', 'is', null).execute();
}

/** Gives up a release that is on its way. */
export async function abandonOpen(tx: Db): Promise<void> {
  await tx
    .updateTable('release')
    .set({ state: 'abandoned' })
    .where('state', 'in', ['drafted', 'proposed'])
    .execute();
}

/** Changes what is noted of a release; when this returns, or the transaction that it is part of, it is on the disk. */
export async function updateRelease(
  db: Db,
  release: Release,
  change: Partial<Omit<Release, 'id'>>,
): Promise<Release> {
  const update = (tx: Db) => tx.updateTable('release').set(change).where('id', '=', release.id).execute();
  await (db.isTransaction ? update(db) : db.transaction().execute(update));
  return { ...release, ...change };
}
