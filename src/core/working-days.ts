const DAY = 24 * 3_600_000;
const MONDAY = 1;
const SATURDAY = 6;

/**
 * The end of so many working days after a time: the same time of day, that many days from Monday to Friday later (UTC; holidays
 * differ between members, and are not known here). What comes in on a weekend counts as if it had come when Monday began.
 *
 * @param time ISO 8601
 * @returns ISO 8601, UTC, whole seconds
 */
export function afterWorkingDays(time: string, days: number): string {
  let at = startOf(new Date(time));
  for (let left = days; left > 0; left -= 1) at = nextWorkingDay(at);
  return `${at.toISOString().slice(0, 19)}Z`;
}

function startOf(at: Date): Date {
  if (isWorkingDay(at)) return at;
  const midnight = new Date(Math.floor(at.getTime() / DAY) * DAY);
  return nextWorkingDay(midnight);
}

function nextWorkingDay(at: Date): Date {
  const next = new Date(at.getTime() + DAY);
  return isWorkingDay(next) ? next : nextWorkingDay(next);
}

function isWorkingDay(at: Date): boolean {
  const day = at.getUTCDay();
  return day >= MONDAY && day < SATURDAY;
}
