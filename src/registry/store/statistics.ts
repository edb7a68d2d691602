import { sql } from 'kysely';
import type { Kind } from '../../core/entry.ts';
import type { Db } from './schema.ts';

/** How often something happened in each month, `2026-11`. */
type Months = ReadonlyMap<string, number>;

/** What a list was and is made of. */
export async function kindsListed(db: Db): Promise<(readonly [Kind, number])[]> {
  const rows = await db
    .selectFrom('entry')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .groupBy('kind')
    .execute();
  return rows
    .map(({ kind, count }) => [kind, Number(count)] as const)
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
}

export async function reportsByMonth(db: Db): Promise<Months> {
  const month = sql<string>`substr(received, 1, 7)`;
  const rows = await db
    .selectFrom('report')
    .select((eb) => [month.as('month'), eb.fn.countAll<number>().as('count')])
    .groupBy(month)
    .execute();
  return new Map(rows.map((row) => [row.month, Number(row.count)]));
}

/** How many entries came onto the list, and went, by the months of releases that are out or on their way. */
export async function changesByMonth(db: Db): Promise<{ listed: Months; cleared: Months }> {
  const month = sql<string>`substr(time, 1, 7)`;
  const rows = await db
    .selectFrom('change')
    .select((eb) => [
      month.as('month'),
      eb.fn
        .sum<number>(sql<number>`case when "before" is null and "after" is not null then 1 else 0 end`)
        .as('listed'),
      eb.fn
        .sum<number>(sql<number>`case when "after" is null and "before" is not null then 1 else 0 end`)
        .as('cleared'),
    ])
    .groupBy(month)
    .execute();
  return {
    listed: new Map(rows.map((row) => [row.month, Number(row.listed)])),
    cleared: new Map(rows.map((row) => [row.month, Number(row.cleared)])),
  };
}

/** How many keys each member says should be listed, and how many cleared, by its newest vote on each. */
export async function votesByMember(
  db: Db,
): Promise<{ readonly member: string; readonly list: number; readonly clear: number }[]> {
  const rows = await db
    .selectFrom('standing')
    .select((eb) => ['member', 'action', eb.fn.countAll<number>().as('count')])
    .groupBy(['member', 'action'])
    .orderBy('member')
    .execute();
  const members = new Map<string, { list: number; clear: number }>();
  for (const { member, action, count } of rows) {
    const counts = members.get(member) ?? { list: 0, clear: 0 };
    members.set(member, { ...counts, [action]: Number(count) });
  }
  return [...members].map(([member, counts]) => ({ member, ...counts }));
}

/** From the first report to the listing, in milliseconds: of cases that were listed after a time, with all their reports before. */
export async function decisionTimes(db: Db, after: string): Promise<number[]> {
  const rows = await db
    .selectFrom('case')
    .innerJoin('case_cover', 'case_cover.case', 'case.id')
    .innerJoin('change', 'change.key', 'case_cover.key')
    .select((eb) => ['case.first', eb.fn.min('change.time').as('listed')])
    .where('case.state', '=', 'listed')
    .where('change.before', 'is', null)
    .where('change.after', 'is not', null)
    .where('change.time', '>', after)
    .whereRef('change.time', '>=', 'case.first')
    .groupBy(['case.id', 'case.first'])
    .execute();
  return rows.map(({ first, listed }) => Date.parse(listed) - Date.parse(first)).sort((a, b) => a - b);
}

export async function countOpenCases(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('case')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(count);
}
