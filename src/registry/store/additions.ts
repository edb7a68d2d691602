import { limits } from '../../core/limits.ts';
import type { Addition } from '../../core/report.ts';
import { instant } from './database.ts';
import { noteEvents } from './desk-events.ts';
import { isAmong } from './dialect.ts';
import type { Db } from './schema.ts';

/** What a reporter had to add. */
export interface AddedNote {
  readonly received: string;
  readonly note: string;
}

/** Additions to reports by the reports' ids, the oldest first. */
export async function additionsTo(db: Db, reports: readonly string[]): Promise<Map<string, AddedNote[]>> {
  const additions = new Map<string, AddedNote[]>();
  if (reports.length === 0) return additions;
  const rows = await db
    .selectFrom('addition')
    .select(['report', 'received', 'note'])
    .where(isAmong(db, 'report', reports))
    .orderBy('received')
    .orderBy('id')
    .execute();
  for (const { report, received, note } of rows) {
    additions.set(report, [...(additions.get(report) ?? []), { received, note }]);
  }
  return additions;
}

/** A report, and the case that it belongs to. */
interface Of {
  readonly id: string;
  readonly case: number | null;
}

/** What came of adding to a report: `conflict` is another addition under that id, `full` one more than there may be. */
export type Added = 'new' | 'known' | 'conflict' | 'full';

/** Adds to a report; when this returns it is on the disk. Sent again it is the same addition. */
export async function addToReport(db: Db, of: Of, { id, note }: Addition, now: Date): Promise<Added> {
  const received = instant(now);
  // PostgreSQL stores no NUL.
  const kept = note.replaceAll('\0', '\ufffd');
  return db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom('addition').selectAll().where('id', '=', id).executeTakeFirst();
    if (known !== undefined) return known.report === of.id && known.note === kept ? 'known' : 'conflict';
    const before = (await additionsTo(tx, [of.id])).get(of.id) ?? [];
    if (before.length >= limits.additionsPerReport) return 'full';
    await tx.insertInto('addition').values({ id, report: of.id, received, note: kept }).execute();
    if (of.case !== null) await noteEvents(tx, 'case', [of.case], received);
    return 'new';
  });
}
