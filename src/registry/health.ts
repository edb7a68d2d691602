import { parseTimestamp } from '../core/tuf/metadata.ts';
import { lastRelease } from './store/releases.ts';
import type { Db } from './store/schema.ts';

/** Whether a registry does its work. Times in seconds. */
export interface Health {
  /** Its database answers, and what browsers read has not expired. */
  readonly ok: boolean;
  readonly database: 'reachable' | 'unreachable';
  /** What is out; null before the first release, or when the database does not say. */
  readonly release: ReleaseHealth | null;
}

export interface ReleaseHealth {
  readonly version: number;
  readonly entries: number;
  /** Since it was signed: renewals count. */
  readonly age: number;
  /** Until its timestamp expires; below 0 when it has. */
  readonly expiresIn: number;
}

/** Longer than this, and whoever watches is told that the database does not answer. */
const TIMEOUT = 3_000;

/** Looks at a registry's state. Answers within seconds, whatever the database does. */
export async function healthOf(db: Db, now: Date): Promise<Health> {
  const release = await Promise.race([releaseHealth(db, now), giveUp()]).catch(() => undefined);
  if (release === undefined) return { ok: false, database: 'unreachable', release: null };
  return { ok: release === null || release.expiresIn > 0, database: 'reachable', release };
}

async function releaseHealth(db: Db, now: Date): Promise<ReleaseHealth | null> {
  const last = await lastRelease(db);
  if (last === undefined) return null;
  const { expires } = parseTimestamp(Buffer.from(last.timestamp_body)).signed;
  return {
    version: last.targets,
    entries: last.entries,
    age: seconds(now.getTime() - Date.parse(last.time)),
    expiresIn: seconds(Date.parse(expires) - now.getTime()),
  };
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

function giveUp(): Promise<never> {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error('The database does not answer.')), TIMEOUT).unref();
  });
}
