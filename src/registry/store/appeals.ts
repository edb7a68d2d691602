import { createHash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { BaizeError } from '../../core/errors.ts';
import { leafBytes } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { type Appeal, type AppealReceipt, type AppealState, parseAppeal } from '../../core/report.ts';
import { canonical } from '../../core/tuf/json.ts';
import type { PastAppeal } from '../../core/why.ts';
import { afterWorkingDays } from '../../core/working-days.ts';
import { putContact } from './contacts.ts';
import { instant } from './database.ts';
import { noteEvents } from './desk-events.ts';
import type { DeskTables } from './desk-schema.ts';
import { isAmong } from './dialect.ts';
import { publishedKeys } from './entries.ts';
import { appendWithin } from './leaves.ts';
import type { Db } from './schema.ts';

/** An appeal as it is stored. */
export type StoredAppeal = Selectable<DeskTables['appeal']>;

/** What a member answered. */
export type Answer = AppealReceipt['answers'][number];

/**
 * What came of filing an appeal: `conflict` is another one under an id that is taken, `unlisted` objects to what is not on the
 * list, `open` to what somebody else objects to already.
 */
export type FiledAppeal =
  | { readonly outcome: 'new' | 'known'; readonly receipt: AppealReceipt }
  | { readonly outcome: 'conflict' | 'unlisted' | 'open' };

/** What is stored under an appeal's id, or null. */
export async function findAppeal(db: Db, appeal: Appeal): Promise<FiledAppeal | null> {
  const row = await db.selectFrom('appeal').selectAll().where('sent', '=', appeal.id).executeTakeFirst();
  if (row === undefined) return null;
  if (row.body !== bodyOf(appeal)) return { outcome: 'conflict' };
  return { outcome: 'known', receipt: await receiptOf(db, row) };
}

/**
 * Files an appeal: a leaf in the log says that it came, and when. When this returns, both are on the disk.
 *
 * @param origin of the log
 */
export async function fileAppeal(db: Db, appeal: Appeal, origin: string, now: Date): Promise<FiledAppeal> {
  return db.transaction().execute(async (tx) => {
    const known = await findAppeal(tx, appeal);
    if (known !== null) return known;
    if (!(await publishedKeys(tx, [appeal.key])).has(appeal.key)) return { outcome: 'unlisted' };
    if (await isAppealed(tx, appeal.key)) return { outcome: 'open' };
    const row = await putAppeal(tx, appeal, origin, now);
    return { outcome: 'new', receipt: await receiptOf(tx, row) };
  });
}

async function isAppealed(tx: Db, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('appeal')
    .select('id')
    .where('key', '=', key)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row !== undefined;
}

async function putAppeal(tx: Db, appeal: Appeal, origin: string, now: Date): Promise<StoredAppeal> {
  const received = instant(now);
  const body = bodyOf(appeal);
  const digest = createHash('sha256')
    .update(canonical(JSON.parse(body)))
    .digest('hex');
  const said = { _type: 'appeal', feed: origin, key: appeal.key, digest, time: received } as const;
  const { index } = await appendWithin(tx, { bytes: leafBytes(said, null), batch: null }, now);
  const receipt = randomBytes(18).toString('base64url');
  const row = await tx
    .insertInto('appeal')
    .values({
      ...{ sent: appeal.id, receipt, key: appeal.key, received, body },
      ...{ leaf: index, state: 'open', answered: null, decided: null },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await putContact(tx, receipt, appeal.contact, now);
  await noteEvents(tx, 'appeal', [row.id], received);
  return row;
}

/**
 * What is kept of an appeal, and what its leaf is the digest of: all but how to reach the sender, which is erased in time. Names
 * in one order, so that equal appeals are equal texts.
 */
function bodyOf({ contact: _, ...kept }: Appeal): string {
  return JSON.stringify(kept, Object.keys(kept).sort());
}

const RECEIPT = /^[\w-]{24}$/;

/** The appeal with this receipt, or null when there is none. */
export async function findAppealReceipt(db: Db, receipt: string): Promise<AppealReceipt | null> {
  if (!RECEIPT.test(receipt)) return null;
  const row = await db.selectFrom('appeal').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  return row === undefined ? null : receiptOf(db, row);
}

async function receiptOf(db: Db, row: StoredAppeal): Promise<AppealReceipt> {
  const { receipt, key, received, state, answered, decided } = row;
  const answers = (await answersTo(db, [row.id])).get(row.id) ?? [];
  return { receipt, key, received, state, answered, decided, answers, ...clockOf(received) };
}

/** When the first answer to an appeal, and its decision, are due. */
export function clockOf(received: string): { readonly answerBy: string; readonly decideBy: string } {
  return {
    answerBy: afterWorkingDays(received, limits.appealAnswerDays),
    decideBy: afterWorkingDays(received, limits.appealDecisionDays),
  };
}

/** Whether an appeal waits for its first answer, or for its decision, longer than it should. */
export function isOverdue(
  { received, state, answered }: Pick<StoredAppeal, 'received' | 'state' | 'answered'>,
  now: string,
): boolean {
  if (state !== 'open') return false;
  const { answerBy, decideBy } = clockOf(received);
  return (answered === null && now > answerBy) || now > decideBy;
}

/** What the sender wrote. */
export function textOf({ body }: StoredAppeal): string {
  return parseAppeal(JSON.parse(body)).text;
}

/** Appeals in a state, or all of them, the oldest first. */
export async function findAppeals(db: Db, state: AppealState | null): Promise<StoredAppeal[]> {
  const query = db.selectFrom('appeal').selectAll().orderBy('received').orderBy('id');
  return (state === null ? query : query.where('state', '=', state)).execute();
}

/** How many appeals are open, and how many of those are overdue. */
export async function countAppeals(db: Db, now: Date): Promise<{ open: number; overdue: number }> {
  const open = await db
    .selectFrom('appeal')
    .select(['received', 'state', 'answered'])
    .where('state', '=', 'open')
    .execute();
  const time = instant(now);
  return { open: open.length, overdue: open.filter((appeal) => isOverdue(appeal, time)).length };
}

export async function appealById(db: Db, id: number): Promise<StoredAppeal | null> {
  return (await db.selectFrom('appeal').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Answers to appeals, by the appeals' ids, the oldest first. */
export async function answersTo(db: Db, ids: readonly number[]): Promise<Map<number, Answer[]>> {
  const answers = new Map<number, Answer[]>();
  if (ids.length === 0) return answers;
  const rows = await db
    .selectFrom('appeal_answer')
    .selectAll()
    .where('appeal', 'in', ids)
    .orderBy('id')
    .execute();
  for (const { appeal, time, member, text } of rows) {
    answers.set(appeal, [...(answers.get(appeal) ?? []), { time, member, text }]);
  }
  return answers;
}

/**
 * Answers an appeal in a member's name: everybody can read it.
 *
 * @param by member and public key of its reviewer
 * @throws BaizeError `input` when it has as many answers as it may have
 */
export async function answerAppeal(
  db: Db,
  id: number,
  by: { readonly member: string; readonly keyid: string },
  text: string,
  now: Date,
): Promise<void> {
  const time = instant(now);
  await db.transaction().execute(async (tx) => {
    if (((await answersTo(tx, [id])).get(id) ?? []).length >= limits.answersPerAppeal) {
      throw new BaizeError('input', `An appeal has at most ${limits.answersPerAppeal} answers.`);
    }
    // PostgreSQL stores no NUL.
    const kept = text.replaceAll('\0', '\ufffd');
    await tx
      .insertInto('appeal_answer')
      .values({ appeal: id, time, ...by, text: kept })
      .execute();
    await tx
      .updateTable('appeal')
      .set({ answered: time })
      .where('id', '=', id)
      .where('answered', 'is', null)
      .execute();
    await noteEvents(tx, 'appeal', [id], time);
  });
}

/** Notes what open appeals came to. @param time of the release by which they are decided */
export async function closeAppeals(
  db: Db,
  decided: readonly { readonly id: number; readonly state: AppealState }[],
  time: string,
): Promise<void> {
  if (decided.length === 0) return;
  await db.transaction().execute(async (tx) => {
    for (const { id, state } of decided) {
      await tx.updateTable('appeal').set({ state, decided: time }).where('id', '=', id).execute();
    }
    const ids = decided.map(({ id }) => id);
    await noteEvents(tx, 'appeal', ids, time);
  });
}

/** What is public of the appeals against these keys. */
export async function appealsTold(db: Db, keys: readonly string[]): Promise<Map<string, PastAppeal[]>> {
  const rows = await db
    .selectFrom('appeal')
    .selectAll()
    .where(isAmong(db, 'key', keys))
    .orderBy('leaf')
    .execute();
  const ids = rows.map(({ id }) => id);
  const answers = await answersTo(db, ids);
  const told = new Map<string, PastAppeal[]>();
  for (const { id, key, received, state, answered, decided, leaf } of rows) {
    const times = { received, state, answered, decided, leaf, ...clockOf(received) };
    told.set(key, [...(told.get(key) ?? []), { ...times, answers: answers.get(id) ?? [] }]);
  }
  return told;
}
