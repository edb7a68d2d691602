import { decideAppeals } from '../desk/appeals.ts';
import { followList } from '../desk/follow.ts';
import { lastRelease } from '../store/releases.ts';
import type { Job } from './job.ts';
import { tellOfAppeals } from './told-appeals.ts';
import { keepStatistics } from './told-statistics.ts';

/** What is worked out of a release that is out, and of what happened at the desk since. Done again, it is the same. */
export async function afterRelease({ registry, inForce, now, onStep }: Job): Promise<void> {
  const { db, paths } = registry;
  const release = await lastRelease(db);
  if (release === undefined) return;
  onStep('cases');
  await followList(db, now);
  onStep('appeals');
  await decideAppeals(db, inForce.alliance, release);
  await tellOfAppeals(db, paths.feed, release.id);
  onStep('statistics');
  await keepStatistics(registry, release, now);
}
