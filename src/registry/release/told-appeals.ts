import type { Db } from '../store/schema.ts';
import { writeReasonsOf } from './why.ts';

/** How far the `why` files tell of appeals: the last answer, and how many were decided. */
interface Told {
  readonly answer: number;
  readonly decided: number;
}

const NAME = 'appeals told';

/** Whether an appeal was answered or decided of which the `why` files do not tell yet. */
export async function isAppealUntold(db: Db): Promise<boolean> {
  const [now, told] = [await whatThereIs(db), await whatIsTold(db)];
  return now.answer !== told.answer || now.decided !== told.decided;
}

/** Writes the `why` files of appeals that were answered or decided. That one came they tell with the release of its leaf. */
export async function tellOfAppeals(db: Db, feed: string, release: number): Promise<void> {
  const [now, told] = [await whatThereIs(db), await whatIsTold(db)];
  const keys = [
    ...(await answeredSince(db, told.answer)),
    ...(await newlyDecided(db, now.decided - told.decided)),
  ];
  if (keys.length === 0) return;
  await writeReasonsOf(db, feed, keys, release);
  const row = { name: NAME, value: JSON.stringify(now) };
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('setting')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
  });
}

async function whatThereIs(db: Db): Promise<Told> {
  const { answer } = await db
    .selectFrom('appeal_answer')
    .select((eb) => eb.fn.max('id').as('answer'))
    .executeTakeFirstOrThrow();
  const { decided } = await db
    .selectFrom('appeal')
    .select((eb) => eb.fn.countAll<number>().as('decided'))
    .where('state', 'in', ['upheld', 'dismissed'])
    .executeTakeFirstOrThrow();
  return { answer: Number(answer ?? 0), decided: Number(decided) };
}

async function whatIsTold(db: Db): Promise<Told> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst();
  return row === undefined ? { answer: 0, decided: 0 } : JSON.parse(row.value);
}

async function answeredSince(db: Db, answer: number): Promise<string[]> {
  const rows = await db
    .selectFrom('appeal_answer')
    .innerJoin('appeal', 'appeal.id', 'appeal_answer.appeal')
    .select('key')
    .distinct()
    .where('appeal_answer.id', '>', answer)
    .execute();
  return rows.map(({ key }) => key);
}

/** Appeals are decided in the order of releases: the last ones are new. */
async function newlyDecided(db: Db, count: number): Promise<string[]> {
  if (count <= 0) return [];
  const rows = await db
    .selectFrom('appeal')
    .select('key')
    .where('state', 'in', ['upheld', 'dismissed'])
    .orderBy('decided', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.map(({ key }) => key);
}
