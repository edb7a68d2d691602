import { DatabaseSync } from 'node:sqlite';
import { whenFree } from '../store/database.ts';

/**
 * Runs `work` while no other process or call publishes. The lock is an exclusive transaction on a database of its own,
 * so that adding entries and taking reports goes on meanwhile, and so that a publisher that is killed holds it no longer.
 *
 * @throws BaizeError `input` when another publisher has been at it for a minute
 */
export async function withPublisherLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    await whenFree(() => lock.exec('begin exclusive'));
    return await work();
  } finally {
    lock.close();
  }
}
