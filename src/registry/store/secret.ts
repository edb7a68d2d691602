import { randomBytes } from 'node:crypto';
import { beside } from './dialect.ts';
import type { Db } from './schema.ts';

/** A secret of this registry's own, made at first use and the same for all of its processes. @returns 32 bytes */
export async function secretOf(db: Db, name: string): Promise<Buffer> {
  const known = await findSecret(db, name);
  if (known !== null) return known;
  const value = randomBytes(32).toString('base64url');
  await beside(db).execute((tx) =>
    tx
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return (await findSecret(db, name))!;
}

async function findSecret(db: Db, name: string): Promise<Buffer | null> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row === undefined ? null : Buffer.from(row.value, 'base64url');
}
