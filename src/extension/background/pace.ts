import { limits } from '../../core/limits.ts';
import type { FeedRecord } from './store.ts';

/** Pause before the next look: the poll interval, or after failures a backoff; a fifth of it left to chance. */
export function pauseAfter(failures: number, random: () => number): number {
  if (failures === 0) return limits.pollInterval + (random() * 2 - 1) * limits.pollJitter;
  const backoff = Math.min(limits.firstBackoff * 2 ** (failures - 1), limits.longestBackoff);
  return backoff * (0.8 + random() * 0.4);
}

/** The longest that `pauseAfter` gives. */
export const longestPause = limits.longestBackoff * 1.2;

/**
 * When a feed is to be looked at, in milliseconds since 1970. What was planned further ahead than the longest pause, or
 * at a time that is yet to come, was planned by a clock that was wrong: it is due.
 */
export function dueAt({ looked, next }: FeedRecord, now: number): number {
  if (looked === undefined || next === undefined) return now;
  return looked > now || next > now + longestPause ? now : next;
}
