import { limits } from '../../core/limits.ts';
import { openTrusted, type Trusted } from '../../core/tuf/trusted.ts';
import type { FeedRecord } from './store.ts';

/** When the newest release was signed, as its timestamp tells: a publisher writes the longest life there is. */
export function signedTime(trusted: Trusted): number | null {
  const { timestamp } = openTrusted(trusted);
  return timestamp === undefined ? null : Date.parse(timestamp.expires) - limits.timestampExpiry;
}

/** Whether a time lies further ahead of the clock than clocks differ: the clock is behind. */
export const isAhead = (time: number | null, now: number): boolean =>
  time !== null && time - now > limits.clockTolerance;

/** Whether this computer's clock disagrees with what a feed's members signed. */
export function isClockWrong({ trusted, error }: FeedRecord, now: number): boolean {
  return error?.isClock === true || isAhead(signedTime(trusted), now);
}
