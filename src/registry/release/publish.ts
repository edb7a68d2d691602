import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { allianceTarget, feedFiles } from '../../core/feed.ts';
import { parseTargets } from '../../core/tuf/metadata.ts';
import type { Registry } from '../registry.ts';
import { withLock } from '../store/lock.ts';
import {
  abandonRelease,
  lastRelease,
  markPublished,
  preparedRelease,
  type Release,
} from '../store/releases.ts';
import { inForce } from '../store/roots.ts';
import { draftRelease } from './draft.ts';
import { readIfThere } from './feed-files.ts';
import { type Job, type Published, release, renew } from './issue.ts';
import { openCosigner } from './keys.ts';
import { publishRoots } from './root.ts';
import { isWhole } from './whole.ts';

export interface PublishOptions {
  readonly now?: Date;
  /** Leave pending changes alone and only keep the published release from expiring. */
  readonly renewOnly?: boolean;
  /** Told before each step, in words. What it throws ends the publication there. */
  readonly onStep?: (step: string) => void;
}

/**
 * Publishes what is pending, or renews what nears its expiry. The timestamp is written last, so a publication that breaks
 * off anywhere leaves the release before it in force, and the next one starts over. One publisher at a time; others wait.
 *
 * @throws BaizeError `missing` when a key can not be read, and with `renewOnly` when files of the feed are gone
 */
export async function publish(registry: Registry, options: PublishOptions = {}): Promise<Published> {
  const { now = new Date(), onStep = () => {}, renewOnly = false } = options;
  return withLock(registry, 'publish', async () => {
    await settle(registry);
    await publishRoots({ registry, now, onStep });
    const job = await jobOf(registry, now, onStep);
    const last = await lastRelease(registry.db);
    const whole =
      last !== undefined && namesAlliance(last, job) && (await isWhole(registry.paths.feed, last));
    if (!renewOnly) return publishPending(job, last, whole);
    if (whole) return renew(job, last);
    throw new BaizeError(
      'missing',
      'Files of the feed are missing or damaged. Write them anew with: baize publish',
    );
  });
}

async function jobOf(registry: Registry, now: Date, onStep: Job['onStep']): Promise<Job> {
  const current = (await inForce(registry.db))!;
  const signer = await openCosigner(registry.paths.keys, current.root);
  return { registry, inForce: current, signer, now, onStep };
}

/** Browsers refuse a release whose alliance.json is not the one that the newest root names. */
function namesAlliance({ targets_body }: Release, { inForce: { digest } }: Job): boolean {
  const { targets } = parseTargets(Buffer.from(targets_body)).signed;
  return targets[allianceTarget]?.hashes.sha256 === digest;
}

/** A feed with missing or damaged files is released again in full, even when nothing is pending. */
async function publishPending(job: Job, last: Release | undefined, whole: boolean): Promise<Published> {
  const { db, paths } = job.registry;
  job.onStep('drafting the list');
  const draft = await draftRelease(db, paths.cache, last, !whole);
  return whole && draft.pending.count === 0 ? renew(job, last!) : release(job, draft);
}

/** Settles a publication that broke off: if its timestamp is out, it counts; else nobody saw it. */
async function settle({ db, paths }: Registry): Promise<void> {
  for (let found = await preparedRelease(db); found; found = await preparedRelease(db)) {
    const timestamp = await readIfThere(join(paths.feed, feedFiles.metadata('timestamp.json')));
    const isOut = timestamp?.equals(Buffer.from(found.timestamp_body)) === true;
    await (isOut ? markPublished(db, found.id) : abandonRelease(db, found.id));
  }
}
