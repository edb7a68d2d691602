import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { countStatistics } from '../desk/statistics.ts';
import type { Registry } from '../registry.ts';
import type { Release } from '../store/releases.ts';
import { readIfThere, writeDurable } from './feed-files.ts';

/** How old the statistics in the feed may get, in milliseconds. */
const LIFE = 3_600_000;
/** Counting takes about 3 µs an entry. So long after it for each entry, in milliseconds, it takes a hundredth of the time. */
const REST = 0.3;

/**
 * Writes the statistics into the feed when the release is newer than they are, or an hour has passed: signed by nobody, for
 * people to look at. Of releases that follow each other closely the last one is counted.
 */
export async function keepStatistics({ db, paths }: Registry, release: Release, now: Date): Promise<void> {
  const file = join(paths.feed, feedFiles.statistics);
  if (!isDue(await readIfThere(file), release, now)) return;
  await writeDurable(file, Buffer.from(JSON.stringify(await countStatistics(db, now))));
}

function isDue(written: Buffer | null, { time, entries }: Release, now: Date): boolean {
  if (written === null) return true;
  const { made } = JSON.parse(written.toString()) as { made: string };
  const age = now.getTime() - Date.parse(made);
  const rest = Math.floor((entries * REST) / 1_000) * 1_000;
  const isBehind = time >= made && age >= rest;
  return isBehind || age >= LIFE || age < 0;
}
