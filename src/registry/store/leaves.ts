import { createHash } from 'node:crypto';
import { instant } from './database.ts';
import type { Db } from './schema.ts';

/** What comes into the log. */
export interface NewLeaf {
  /** Of a leaf that `parseLeaf` has accepted. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the body that it is about, where it is a batch. */
  readonly batch: string | null;
}

/** A leaf of the log: its place and its bytes. */
export interface LogLeaf {
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Where a statement stands in the log, and whether it came just now. */
export interface Appended {
  readonly index: number;
  readonly isNew: boolean;
}

/** The hash of a leaf in hex (RFC 6962, 2.1). */
function leafHash(bytes: Uint8Array): string {
  return createHash('sha256').update(Buffer.of(0)).update(bytes).digest('hex');
}

/**
 * Puts a statement at the end of the log. When this returns it is on the disk, and its index is final. A statement that
 * is there already keeps its place.
 */
export async function appendLeaf(db: Db, leaf: NewLeaf, now: Date): Promise<Appended> {
  const known = await findLeaf(db, leaf.bytes);
  if (known !== null) return { index: known, isNew: false };
  return db.transaction().execute((tx) => appendWithin(tx, leaf, now));
}

/** The same within a transaction, which is the only one that writes. */
export async function appendWithin(tx: Db, { bytes, batch }: NewLeaf, now: Date): Promise<Appended> {
  const known = await findLeaf(tx, bytes);
  if (known !== null) return { index: known, isNew: false };
  const index = await logSize(tx);
  const text = Buffer.from(bytes).toString('utf8');
  await tx
    .insertInto('leaf')
    .values({ index, hash: leafHash(bytes), bytes: text, batch, received: instant(now) })
    .execute();
  return { index, isNew: true };
}

/** The index of a leaf with these bytes, or null. */
export async function findLeaf(db: Db, bytes: Uint8Array): Promise<number | null> {
  const row = await db
    .selectFrom('leaf')
    .select('index')
    .where('hash', '=', leafHash(bytes))
    .executeTakeFirst();
  return row?.index ?? null;
}

/** How many leaves there are. */
export async function logSize(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('leaf')
    .select((eb) => eb.fn.max('index').as('last'))
    .executeTakeFirstOrThrow();
  return last === null ? 0 : Number(last) + 1;
}

/** The leaves with indexes from `from` to below `to`, in order. */
export async function leavesBetween(db: Db, from: number, to: number): Promise<LogLeaf[]> {
  const rows = await db
    .selectFrom('leaf')
    .select(['index', 'bytes'])
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute();
  return rows.map(({ index, bytes }) => ({ index, bytes: Buffer.from(bytes, 'utf8') }));
}

/** The bodies that batches among these leaves are about. */
export async function bodiesBetween(db: Db, from: number, to: number): Promise<string[]> {
  const rows = await db
    .selectFrom('leaf')
    .select('batch')
    .distinct()
    .where('index', '>=', from)
    .where('index', '<', to)
    .where('batch', 'is not', null)
    .execute();
  return rows.map(({ batch }) => batch!);
}

/** The leaves at these places. */
export async function leavesAt(db: Db, indexes: readonly number[]): Promise<LogLeaf[]> {
  if (indexes.length === 0) return [];
  const rows = await db.selectFrom('leaf').select(['index', 'bytes']).where('index', 'in', indexes).execute();
  return rows.map(({ index, bytes }) => ({ index, bytes: Buffer.from(bytes, 'utf8') }));
}
