import { randomBytes } from 'node:crypto';
import { keyOf, keysOf, parseSubject } from '../../chains/subject.ts';
import { BaizeError } from '../../core/errors.ts';
import { parseReport, type Receipt, type Report, type ReportState } from '../../core/report.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { joinCase } from './cases.ts';
import { instant } from './database.ts';
import { beside } from './dialect.ts';
import { publishedKeys } from './entries.ts';
import type { Db } from './schema.ts';

/** A report as an admin sees it. */
export interface StoredReport {
  readonly received: string;
  readonly receipt: string;
  readonly state: ReportState;
  /** The key its subject would be listed under; null where it can not be listed. */
  readonly key: string | null;
  readonly report: Report;
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
  return { outcome: 'known', receipt: await receiptOf(db, row.receipt, report) };
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
    return isFirst;
  });
  if (isNew) return { outcome: 'new', receipt: await receiptOf(db, receipt, report) };
  return (await findReport(db, report))!;
}

const RECEIPT = /^[\w-]{24}$/;

/** The state of the report with this receipt, or null when there is none. */
export async function findReceipt(db: Db, receipt: string): Promise<Receipt | null> {
  if (!RECEIPT.test(receipt)) return null;
  const row = await db.selectFrom('report').select('body').where('receipt', '=', receipt).executeTakeFirst();
  return row === undefined ? null : receiptOf(db, receipt, readBody(row.body));
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
  const keys = reports.map(({ report }) => keysOfReport(report));
  const published = await publishedKeys(db, [...new Set(keys.flat())]);
  return reports.map(({ received, receipt, report }, index) => ({
    received,
    receipt,
    state: stateOf(keys[index]!, published),
    key: keyOfReport(report),
    report,
  }));
}

async function receiptOf(db: Db, receipt: string, report: Report): Promise<Receipt> {
  const keys = keysOfReport(report);
  return { receipt, state: stateOf(keys, await publishedKeys(db, keys)) };
}

function stateOf(keys: readonly string[], published: ReadonlySet<string>): ReportState {
  return keys.some((key) => published.has(key)) ? 'listed' : 'received';
}

function keysOfReport({ subject }: Report): string[] {
  const parsed = parseSubject(subject);
  return parsed === null ? [] : keysOf(parsed);
}

function keyOfReport({ subject }: Report): string | null {
  const parsed = parseSubject(subject);
  return parsed === null ? null : keyOf(parsed);
}

/** Names in one order, so that equal reports are equal texts. */
function bodyOf(report: Report): string {
  return JSON.stringify(report, Object.keys(report).sort());
}

function readBody(body: string): Report {
  return parseReport(JSON.parse(body));
}

/** Reads what a reporter posted. @throws BaizeError `input` with a sentence for the sender */
export function readPostedReport(bytes: Uint8Array): Report {
  try {
    return parseReport(parseStrict(bytes));
  } catch (error) {
    if (error instanceof BaizeError && error.code === 'format') {
      throw new BaizeError('input', 'The report is not valid JSON.', { cause: error });
    }
    throw error;
  }
}
