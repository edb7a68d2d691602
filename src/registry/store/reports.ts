import { randomBytes } from 'node:crypto';
import { keyOf, parseSubject } from '../../chains/subject.ts';
import { BaizeError } from '../../core/errors.ts';
import { parseReport, type Receipt, type Report } from '../../core/report.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { type AddedNote, additionsTo } from './additions.ts';
import { joinCase } from './cases.ts';
import { putContact } from './contacts.ts';
import { instant } from './database.ts';
import { beside } from './dialect.ts';
import { statesOf, type ToldState } from './report-states.ts';
import type { Db } from './schema.ts';

/** A report as an admin sees it. */
export interface StoredReport extends ToldState {
  readonly received: string;
  readonly receipt: string;
  /** The key its subject would be listed under; null where it can not be listed. */
  readonly key: string | null;
  /** Without how its sender is reached. */
  readonly report: Report;
  readonly additions: readonly AddedNote[];
}

/** What came of sending a report: `conflict` is another report under an id that is taken. */
export type Filed =
  | { readonly outcome: 'new' | 'known'; readonly receipt: Receipt }
  | { readonly outcome: 'conflict' };

/** What is stored under a report's id, or null. */
export async function findReport(db: Db, report: Report): Promise<Filed | null> {
  const row = await db.selectFrom('report').selectAll().where('id', '=', report.id).executeTakeFirst();
  if (row === undefined) return null;
  if (row.body !== bodyOf(report)) return { outcome: 'conflict' };
  return { outcome: 'known', receipt: await receiptOf(db, row) };
}

/** Stores a report and makes or joins its case; when this returns it is on the disk. Sent again, by this or another process, it is the same one. */
export async function fileReport(db: Db, report: Report, now: Date): Promise<Filed> {
  const receipt = randomBytes(18).toString('base64url');
  const received = instant(now);
  const row = { id: report.id, receipt, received, body: bodyOf(report) };
  const isNew = await beside(db).execute(async (tx) => {
    const result = await tx
      .insertInto('report')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const isFirst = result.numInsertedOrUpdatedRows === 1n;
    if (isFirst) await joinCase(tx, report, received);
    if (isFirst) await putContact(tx, report.id, report.contact, now);
    return isFirst;
  });
  const filed = (await findReport(db, report))!;
  return isNew && 'receipt' in filed ? { ...filed, outcome: 'new' } : filed;
}

const RECEIPT = /^[\w-]{24}$/;

/** The state of the report with this receipt, or null when there is none. */
export async function findReceipt(db: Db, receipt: string): Promise<Receipt | null> {
  const row = await rowOf(db, receipt);
  return row === null ? null : receiptOf(db, row);
}

/** Which report a receipt is for, and which case it belongs to; null when it is for none. */
export async function findByReceipt(
  db: Db,
  receipt: string,
): Promise<{ readonly id: string; readonly case: number | null } | null> {
  return rowOf(db, receipt);
}

interface ReportRow {
  readonly id: string;
  readonly receipt: string;
  readonly received: string;
  readonly body: string;
  readonly case: number | null;
}

async function rowOf(db: Db, receipt: string): Promise<ReportRow | null> {
  if (!RECEIPT.test(receipt)) return null;
  const row = await db.selectFrom('report').selectAll().where('receipt', '=', receipt).executeTakeFirst();
  return row ?? null;
}

export async function countReports(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('report')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Every report, newest first. */
export async function allReports(db: Db): Promise<StoredReport[]> {
  const rows = await db.selectFrom('report').selectAll().orderBy('received', 'desc').orderBy('id').execute();
  const reports = rows.map((row) => ({ ...row, report: readBody(row.body) }));
  const states = await statesOf(db, reports, new Date());
  const additions = await additionsTo(
    db,
    rows.map(({ id }) => id),
  );
  return reports.map(({ id, received, receipt, report }, index) => ({
    ...{ received, receipt, ...states[index]!, key: keyOfReport(report), report },
    additions: additions.get(id) ?? [],
  }));
}

async function receiptOf(db: Db, { receipt, body, ...row }: ReportRow): Promise<Receipt> {
  const [state] = await statesOf(db, [{ ...row, report: readBody(body) }], new Date());
  return { receipt, ...state! };
}

function keyOfReport({ subject }: Report): string | null {
  const parsed = parseSubject(subject);
  return parsed === null ? null : keyOf(parsed);
}

/** Names in one order, so that equal reports are equal texts. How the sender is reached lies apart, and is erased in time. */
function bodyOf({ contact: _, ...kept }: Report): string {
  return JSON.stringify(kept, Object.keys(kept).sort());
}

function readBody(body: string): Report {
  return parseReport(JSON.parse(body));
}

/** Reads what a reporter posted. @throws BaizeError `input` with a sentence for the sender */
export function readPostedReport(bytes: Uint8Array): Report {
  return readPosted(bytes, parseReport, 'report');
}

/** Reads JSON that somebody posted. @param what a word for it. @throws BaizeError `input` with a sentence for the sender */
export function readPosted<T>(bytes: Uint8Array, parse: (value: unknown) => T, what: string): T {
  try {
    return parse(parseStrict(bytes));
  } catch (error) {
    if (error instanceof BaizeError && error.code === 'format') {
      throw new BaizeError('input', `The ${what} is not valid JSON.`, { cause: error });
    }
    throw error;
  }
}
