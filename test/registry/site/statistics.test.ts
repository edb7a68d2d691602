import { expect, test } from 'vitest';
import type { Statistics } from '../../../src/registry/desk/api.ts';
import { readStatistics } from '../../../src/registry/site/statistics.ts';

const statistics: Statistics = {
  made: '2026-11-30T00:00:00Z',
  entries: 2,
  kinds: [['phishing', 2]],
  months: [{ month: '2026-11', reports: 3, listed: 2, cleared: 0 }],
  members: [{ member: 'ant', list: 2, clear: 0 }],
  decision: { cases: 2, median: 1.5, p90: null },
  openCases: 1,
  appeals: { open: 1, overdue: 1, upheld: 0, dismissed: 0, medianHours: null },
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test('reads what the registry has counted', () => {
  expect(readStatistics(bytes(statistics))).toEqual(statistics);
});

test.each([
  ['no JSON', new TextEncoder().encode('<!doctype html>')],
  ['a count below zero', bytes({ ...statistics, entries: -1 })],
  ['a kind that nobody knows', bytes({ ...statistics, kinds: [['other', 1]] })],
])('refuses %s', (_, file) => {
  expect(() => readStatistics(file)).toThrow(expect.objectContaining({ code: 'format' }));
});
