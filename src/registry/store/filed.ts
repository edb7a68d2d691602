import { parseReport } from '../../core/report.ts';
import type { FiledReport } from '../desk/api.ts';
import { additionsTo } from './additions.ts';
import type { Db } from './schema.ts';

/** Reports that are shown of a case, the newest ones. */
const MOST = 100;

/** The reports of a case, newest first, with what came after them. */
export async function reportsOfCase(db: Db, id: number): Promise<FiledReport[]> {
  const rows = await db
    .selectFrom('report')
    .leftJoin('picture', 'picture.report', 'report.id')
    .leftJoin('contact', 'contact.of', 'report.id')
    .select(['report.id', 'report.received', 'report.body', 'picture.type', 'contact.sealed'])
    .where('report.case', '=', id)
    .orderBy('report.received', 'desc')
    .orderBy('report.id')
    .limit(MOST)
    .execute();
  const additions = await additionsTo(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    ...{ received: row.received, report: parseReport(JSON.parse(row.body)) },
    additions: additions.get(row.id) ?? [],
    ...{ picture: row.type === null ? null : `/reports/${row.id}/picture`, contact: row.sealed },
  }));
}

/** The picture that came with a report, or null. */
export async function pictureOf(db: Db, report: string): Promise<{ type: string; bytes: Uint8Array } | null> {
  const row = await db
    .selectFrom('picture')
    .select(['type', 'bytes'])
    .where('report', '=', report)
    .executeTakeFirst();
  return row ?? null;
}
