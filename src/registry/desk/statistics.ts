import { countAppeals, findAppeals } from '../store/appeals.ts';
import { instant } from '../store/database.ts';
import { countEntries } from '../store/entries.ts';
import type { Db } from '../store/schema.ts';
import {
  changesByMonth,
  countOpenCases,
  decisionTimes,
  kindsListed,
  reportsByMonth,
  votesByMember,
} from '../store/statistics.ts';
import type { Statistics } from './api.ts';

const HOUR = 3_600_000;
/** Decisions of this long are looked back at. */
const LOOK_BACK = 90 * 24 * HOUR;
/** Months that are shown, the newest ones. */
const MONTHS = 36;

/** Counts what the registry has done. Reads whole tables: for whoever publishes, not for whoever asks. */
export async function countStatistics(db: Db, now: Date): Promise<Statistics> {
  const times = await decisionTimes(db, instant(new Date(now.getTime() - LOOK_BACK)));
  return {
    ...{ made: instant(now), entries: await countEntries(db), kinds: await kindsListed(db) },
    ...{ months: await countMonths(db), members: await votesByMember(db) },
    decision: { cases: times.length, median: hoursAt(times, 0.5), p90: hoursAt(times, 0.9) },
    ...{ openCases: await countOpenCases(db), appeals: await countAllAppeals(db, now) },
  };
}

/** Every month from the first in which something happened to the last. */
async function countMonths(db: Db): Promise<Statistics['months']> {
  const reports = await reportsByMonth(db);
  const { listed, cleared } = await changesByMonth(db);
  const known = [...reports.keys(), ...listed.keys()].sort();
  return monthsBetween(known[0], known.at(-1))
    .slice(-MONTHS)
    .map((month) => ({
      ...{ month, reports: reports.get(month) ?? 0 },
      ...{ listed: listed.get(month) ?? 0, cleared: cleared.get(month) ?? 0 },
    }));
}

function monthsBetween(first = '', last = ''): string[] {
  const months: string[] = [];
  for (let month = first; month !== '' && month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next.toISOString().slice(0, 'YYYY-MM'.length);
}

async function countAllAppeals(db: Db, now: Date): Promise<Statistics['appeals']> {
  const appeals = await findAppeals(db, null);
  const decided = appeals.filter((one) => one.decided !== null);
  const times = decided.map((one) => Date.parse(one.decided!) - Date.parse(one.received));
  return {
    ...(await countAppeals(db, now)),
    upheld: appeals.filter(({ state }) => state === 'upheld').length,
    dismissed: appeals.filter(({ state }) => state === 'dismissed').length,
    medianHours: hoursAt(
      times.sort((a, b) => a - b),
      0.5,
    ),
  };
}

/** What so large a share of sorted times does not exceed, in hours with one decimal; null of none. */
function hoursAt(times: readonly number[], share: number): number | null {
  const time = times[Math.max(0, Math.ceil(times.length * share) - 1)];
  return time === undefined ? null : Math.round((time / HOUR) * 10) / 10;
}
