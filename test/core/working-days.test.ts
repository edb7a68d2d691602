import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterWorkingDays } from '../../src/core/working-days.ts';

const HOUR = 3_600_000;
const times = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);
const isWeekend = (time: string) => [0, 6].includes(new Date(time).getUTCDay());

/** Counts hours, one by one, and only those of working days. */
function twin(time: string, days: number): string {
  let [at, left] = [Date.parse(time), days * 24 * 60 * 60];
  const isWork = (ms: number) => ![0, 6].includes(new Date(ms).getUTCDay());
  while (left > 0) {
    const toMidnight = 86_400 - (Math.floor(at / 1_000) % 86_400);
    const step = isWork(at) ? Math.min(left, toMidnight) : toMidnight;
    if (isWork(at)) left -= step;
    at += step * 1_000;
  }
  while (!isWork(at)) at += 24 * HOUR;
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

describe('working days', () => {
  it.each([
    ['a Monday', '2026-11-02T09:30:00Z', 3, '2026-11-05T09:30:00Z'],
    ['a Wednesday, over a weekend', '2026-11-04T09:30:00Z', 3, '2026-11-09T09:30:00Z'],
    ['a Friday, by one', '2026-11-06T23:59:59Z', 1, '2026-11-09T23:59:59Z'],
    ['a Saturday counts as Monday’s beginning', '2026-11-07T15:00:00Z', 3, '2026-11-12T00:00:00Z'],
    ['a Sunday does so too', '2026-11-08T23:59:59Z', 3, '2026-11-12T00:00:00Z'],
    ['two weeks', '2026-11-04T12:00:00Z', 10, '2026-11-18T12:00:00Z'],
    ['over the end of a leap February', '2028-02-28T12:00:00Z', 3, '2028-03-02T12:00:00Z'],
  ])('from %s', (_, from, days, to) => {
    expect(afterWorkingDays(from, days)).toBe(to);
  });

  it('end on a working day, and are what counting their seconds comes to', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 30 }), (time, days) => {
        const end = afterWorkingDays(time, days);
        expect(isWeekend(end)).toBe(false);
        expect(end).toBe(twin(time, days));
      }),
    );
  });

  it('never end earlier for what comes later', () => {
    fc.assert(
      fc.property(times, times, fc.integer({ min: 1, max: 15 }), (a, b, days) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(afterWorkingDays(first, days) <= afterWorkingDays(second, days)).toBe(true);
      }),
    );
  });
});
