import type { Selectable } from 'kysely';
import { keysOf, parseSubject } from '../../chains/subject.ts';
import { limits } from '../../core/limits.ts';
import type { Receipt, Report } from '../../core/report.ts';
import type { DeskTables } from './desk-schema.ts';
import { isAmong } from './dialect.ts';
import { findEntries, publishedKeys } from './entries.ts';
import type { Db } from './schema.ts';

/** What the state of a report follows from. */
export interface Reported {
  readonly report: Pick<Report, 'subject'>;
  readonly received: string;
  /** Its case; null for a report from before there were cases. */
  readonly case: number | null;
}

/** What a reporter is told of a report. */
export type ToldState = Pick<Receipt, 'state' | 'reason' | 'since'>;

/** Enough ids a statement to be quick, few enough for SQLite's 32,766 values. */
const CHUNK = 1_000;

type Case = Pick<Selectable<DeskTables['case']>, 'state' | 'reason' | 'assigned' | 'since'>;

/**
 * What became of reports. `listed`: the list that was published covers it; `declined`: its case was set aside, for the reason
 * beside it; `review`: a reviewer has taken it on, or a member has voted on it; else `received`.
 */
export async function statesOf(db: Db, reports: readonly Reported[], now: Date): Promise<ToldState[]> {
  const keys = reports.map(({ report }) => keysOfSubject(report.subject));
  const all = [...new Set(keys.flat())];
  const listed = await listedSince(db, all);
  const cases = await casesOf(
    db,
    reports.flatMap((one) => one.case ?? []),
  );
  const voted = await votedSince(db, all, new Date(now.getTime() - limits.voteLife));
  return reports.map((one, index) => {
    const since = earliest(keys[index]!, listed);
    if (since !== null) return { state: 'listed', ...(since !== '' && { since }) };
    return stateOf(one, one.case === null ? undefined : cases.get(one.case), earliest(keys[index]!, voted));
  });
}

function stateOf({ received }: Reported, found: Case | undefined, voted: string | null): ToldState {
  if (found?.state === 'set_aside') {
    return { state: 'declined', ...(found.reason && { reason: found.reason }), since: found.since };
  }
  if (voted !== null) return { state: 'review', since: voted > received ? voted : received };
  if (found !== undefined && found.assigned !== null) return { state: 'review', since: found.since };
  return { state: 'received', since: received };
}

/** Every key whose entry would cover what was reported. */
function keysOfSubject(subject: string): string[] {
  const parsed = parseSubject(subject);
  return parsed === null ? [] : keysOf(parsed);
}

function earliest(keys: readonly string[], times: ReadonlyMap<string, string>): string | null {
  const found = keys.flatMap((key) => times.get(key) ?? []).sort();
  return found[0] ?? null;
}

/** Since when keys are on the list that was published. */
async function listedSince(db: Db, keys: readonly string[]): Promise<Map<string, string>> {
  const published = await publishedKeys(db, keys);
  const added = new Map((await findEntries(db, [...published])).map((entry) => [entry.key, entry.added]));
  // What the next release takes off the list has no entry any more.
  return new Map([...published].map((key) => [key, added.get(key) ?? '']));
}

async function casesOf(db: Db, ids: readonly number[]): Promise<Map<number, Case>> {
  const cases = new Map<number, Case>();
  for (let start = 0; start < ids.length; start += CHUNK) {
    const rows = await db
      .selectFrom('case')
      .select(['id', 'state', 'reason', 'assigned', 'since'])
      .where('id', 'in', ids.slice(start, start + CHUNK))
      .execute();
    for (const { id, ...found } of rows) cases.set(id, found);
  }
  return cases;
}

/** When a member first voted on keys, of votes that count still. */
async function votedSince(db: Db, keys: readonly string[], after: Date): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('standing')
    .select((eb) => ['key', eb.fn.min('time').as('time')])
    .where(isAmong(db, 'key', keys))
    .where('time', '>', after.toISOString())
    .groupBy('key')
    .execute();
  return new Map(rows.map(({ key, time }) => [key, time]));
}
