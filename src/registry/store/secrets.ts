import { randomBytes } from 'node:crypto';
import type { Db } from './schema.ts';

/** A secret of this registry under its name, 32 bytes in hex: made at first use, the same for all of its processes. */
export async function secretOf(db: Db, name: string): Promise<string> {
  const known = await read(db, name);
  if (known !== undefined) return known;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('setting')
      .values({ name, value: randomBytes(32).toString('hex') })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return (await read(db, name))!;
}

async function read(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}
