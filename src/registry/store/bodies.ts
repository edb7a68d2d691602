import { instant } from './database.ts';
import type { Db } from './schema.ts';

/** What a batch of votes is about. */
export interface Body {
  /** SHA-256 of the text, in hex. */
  readonly sha256: string;
  /** Length of the text in bytes, and how many lines it has. */
  readonly length: number;
  readonly keys: number;
  /** The text, compressed. */
  readonly gz: Uint8Array;
}

/** How long a body is, or null when it is not here. */
export async function findBody(db: Db, sha256: string): Promise<Pick<Body, 'length' | 'keys'> | null> {
  const row = await db
    .selectFrom('body')
    .select(['length', 'keys'])
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row ?? null;
}

/** The compressed text of a body, or null when it is not here. */
export async function readBody(db: Db, sha256: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('body').select('gz').where('sha256', '=', sha256).executeTakeFirst();
  return row?.gz ?? null;
}

/** Stores a body, whose digest was checked; when this returns it is on the disk. */
export async function putBody(db: Db, body: Body, now: Date): Promise<void> {
  await db.transaction().execute((tx) => putBodyWithin(tx, body, now));
}

/** The same within a transaction. */
export async function putBodyWithin(tx: Db, body: Body, now: Date): Promise<void> {
  await tx
    .insertInto('body')
    .values({ ...body, received: instant(now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
