import { setTimeout as sleep } from 'node:timers/promises';
import { BaizeError } from '../../core/errors.ts';

const SQLITE_BUSY = 5;
const RETRY_PAUSE = 20;
/** How long whatever changes a registry waits for its turn, in milliseconds. */
export const turnTimeout = 60_000;

/**
 * Runs `work` again until no other process holds the lock of SQLite that it needs, without blocking this one's other
 * work: node:sqlite waits on the calling thread.
 *
 * @throws BaizeError `input` after a minute
 */
export async function whenFree<T>(work: () => T | Promise<T>, timeout = turnTimeout): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > end) throw tooLong(error);
    }
    await sleep(RETRY_PAUSE);
  }
}

/** Whether SQLite refused because another connection holds the lock. */
function isBusy(error: unknown): boolean {
  // The low byte is the primary result code (https://sqlite.org/rescode.html).
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

/** The refusal of whoever has waited long enough. */
export function tooLong(cause: unknown): BaizeError {
  const message = 'Another process has been working on this registry for too long. Try again later.';
  return new BaizeError('input', message, { cause });
}
