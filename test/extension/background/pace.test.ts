import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { dueAt, longestPause, pauseAfter } from '../../../src/extension/background/pace.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';

describe('the pause before the next look', () => {
  it('is the poll interval, give or take the jitter', () => {
    expect(pauseAfter(0, () => 0)).toBe(limits.pollInterval - limits.pollJitter);
    expect(pauseAfter(0, () => 1)).toBe(limits.pollInterval + limits.pollJitter);
  });

  it('doubles with every failure, up to a bound', () => {
    const pauses = [1, 2, 3, 4].map((failures) => pauseAfter(failures, () => 0.5) / limits.firstBackoff);
    expect(pauses).toEqual([1, 2, 4, 8]);
    expect(pauseAfter(5_000, () => 0.5)).toBe(limits.longestBackoff);
  });

  it('is never longer than the longest', () => {
    expect(pauseAfter(5_000, () => 0.999)).toBeLessThanOrEqual(longestPause);
    expect(pauseAfter(0, () => 1)).toBeLessThan(longestPause);
  });
});

describe('a feed', () => {
  const now = 1_800_000_000_000;
  const due = (times: Partial<Pick<FeedRecord, 'looked' | 'next'>>) => dueAt(times as FeedRecord, now);

  it('is due when it was planned', () => {
    expect(due({ looked: now - 1, next: now + limits.pollInterval })).toBe(now + limits.pollInterval);
  });

  it.each([
    ['was never looked at', {}],
    ['was looked at at a time that is yet to come', { looked: now + 1_000, next: now + 2_000 }],
    ['is planned further ahead than the longest pause', { looked: now - 1, next: now + 2 * longestPause }],
  ])('is due now when it %s', (_, times) => {
    expect(due(times)).toBe(now);
  });
});
