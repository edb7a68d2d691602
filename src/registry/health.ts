import { parseSnapshot, parseTargets, parseTimestamp } from '../core/tuf/metadata.ts';
import { expiryWarning } from './ceremony/show.ts';
import { countAppeals } from './store/appeals.ts';
import { countWaiting } from './store/position.ts';
import { lastRelease, type Release } from './store/releases.ts';
import { inForce } from './store/roots.ts';
import type { Db } from './store/schema.ts';
import { duration } from './terminal.ts';

/** How a registry stands, for people and monitors. Times are ISO 8601. */
export interface Health {
  readonly root: { readonly version: number; readonly expires: string };
  /** Null before the first release. */
  readonly release: {
    readonly version: number;
    readonly entries: number;
    readonly signed: string;
    readonly expires: Readonly<Record<'targets' | 'snapshot' | 'timestamp', string>>;
  } | null;
  /** Whether browsers find the feed expired, or there is none. */
  readonly hasExpired: boolean;
  /** Votes that no release has taken in yet. */
  readonly pending: number;
  /** Appeals that are not decided, and those of them whose first answer or decision is late. */
  readonly appeals: { readonly open: number; readonly overdue: number };
  /** What somebody should see to, a sentence each. */
  readonly warnings: readonly string[];
}

/** Longer than this, and the database counts as one that does not answer. In milliseconds. */
const PATIENCE = 3_000;

/** Looks at what is in force and when it ends. @throws within seconds when the database does not answer */
export async function healthOf(db: Db, now: Date): Promise<Health> {
  return Promise.race([look(db, now), giveUp()]);
}

function giveUp(): Promise<never> {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error('The database does not answer.')), PATIENCE).unref();
  });
}

async function look(db: Db, now: Date): Promise<Health> {
  const { root } = (await inForce(db))!;
  const last = await lastRelease(db);
  const release = last === undefined ? null : releaseOf(last);
  const about = { version: root.version, expires: root.expires };
  const appeals = await countAppeals(db, now);
  const warnings = [
    ...[expiryWarning(root.expires, root.version, now), releaseWarning(release, now)],
    appealWarning(appeals.overdue),
  ];
  return {
    ...{ root: about, release, hasExpired: endOf(release) <= now.getTime(), pending: await countWaiting(db) },
    appeals,
    warnings: warnings.filter((warning) => warning !== null),
  };
}

function appealWarning(overdue: number): string | null {
  if (overdue === 0) return null;
  return `${overdue === 1 ? '1 appeal is' : `${overdue} appeals are`} overdue: see baize appeal list.`;
}

function releaseOf(release: Release): NonNullable<Health['release']> {
  return {
    ...{ version: release.targets, entries: release.entries, signed: release.time },
    expires: {
      targets: parseTargets(Buffer.from(release.targets_body)).signed.expires,
      snapshot: parseSnapshot(Buffer.from(release.snapshot_body)).signed.expires,
      timestamp: parseTimestamp(Buffer.from(release.timestamp_body)).signed.expires,
    },
  };
}

/** When the first of a release's signatures expires; long ago when there is none. */
function endOf(release: Health['release']): number {
  return Math.min(
    ...Object.values(release?.expires ?? { none: '1970-01-01' }).map((time) => Date.parse(time)),
  );
}

/** Signatures are renewed at half their life: what has a quarter left was not renewed. */
const QUARTER_OF_TIMESTAMP = 6 * 3_600_000;

function releaseWarning(release: Health['release'], now: Date): string | null {
  if (release === null) return 'There is no release yet: publish one with baize publish.';
  const rest = endOf(release) - now.getTime();
  if (rest > QUARTER_OF_TIMESTAMP) return null;
  const when = rest > 0 ? `expire in ${duration(rest)}` : `expired ${duration(rest)} ago`;
  return `The signatures of release ${release.version} ${when} and were not renewed: are enough co-signers running?`;
}
