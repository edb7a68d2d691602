import { createHash } from 'node:crypto';

/** The `why` file of a key: the first three hex digits of its SHA-256. */
export function shardOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 3);
}
