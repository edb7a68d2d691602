import { limits } from '../../core/limits.ts';

const day = 86_400_000;

/** Bytes of whole lists that may still be fetched, as of a time in milliseconds since 1970. */
export interface Allowance {
  readonly at: number;
  readonly bytes: number;
}

/**
 * The allowance as it is now. It fills up evenly within a day, so that a mirror that wastes it delays the next list by
 * hours at most and not until tomorrow.
 *
 * @param allowance undefined when nothing was fetched yet
 */
export function allowanceNow(allowance: Allowance | undefined, now: number): Allowance {
  if (allowance === undefined) return { at: now, bytes: limits.listBytesPerDay };
  // A clock that was set back brings nothing, and takes nothing.
  const passed = Math.max(0, now - allowance.at);
  const bytes = allowance.bytes + (passed / day) * limits.listBytesPerDay;
  return { at: now, bytes: Math.min(bytes, limits.listBytesPerDay) };
}
