import { limits } from '../../core/limits.ts';
import type { SentReport } from '../messages.ts';

/** What is not known yet of a report that has just been made. */
export const untold = {
  ...{ state: 'waiting', receipt: null, reason: null, error: null, since: null, asked: null },
  ...{ picture: null, additions: [], isNews: false },
} as const satisfies Partial<SentReport>;

/** Whether something of a report still has to be sent. */
export function isUnsent({ state, picture, additions, receipt }: SentReport): boolean {
  if (receipt === null) return state === 'waiting';
  return picture === 'waiting' || additions.some((one) => one.state === 'waiting');
}

/**
 * When a report was made, or came to its state: the later of the two, unless it lies after the last question. This
 * computer's clock may have been wrong when the report was made; then it counts as a day old.
 */
function madeAt({ created, since }: SentReport, asked: number): number {
  const times = [Date.parse(created), Date.parse(since ?? created)].filter((time) => time <= asked);
  return times.length === 0 ? asked - limits.longestReportPause : Math.max(...times);
}

/** Whether it may still become something else before long; what was decided may be overturned, one day. */
const isOpen = ({ state }: SentReport): boolean => state === 'received' || state === 'review';

/**
 * When a registry is asked again what became of a report: the older it is, the less often, and what is decided rarely.
 * A report that was last asked about at a time that is yet to come, by a clock that was wrong, is asked about now.
 *
 * @returns milliseconds since 1970; null for one that the registry has not, or that is asked about no more
 */
export function askedNext(sent: SentReport, now: number): number | null {
  const { receipt, asked, created } = sent;
  if (receipt === null) return null;
  const last = Date.parse(asked ?? created);
  if (last > now) return now;
  const age = last - madeAt(sent, last);
  if (age > limits.reportFollowed) return null;
  const pause = Math.min(Math.max(age / 10, limits.reportPause), limits.longestReportPause);
  return last + (isOpen(sent) ? pause : limits.decidedReportPause);
}
