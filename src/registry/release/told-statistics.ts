import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { countStatistics } from '../desk/statistics.ts';
import type { Registry } from '../registry.ts';
import { readIfThere, writeDurable } from './feed-files.ts';

/** How old the statistics in the feed may get. */
const LIFE = 3_600_000;

/** Whether the statistics of the feed are missing or old. */
export async function areStatisticsOld({ paths }: Registry, now: Date): Promise<boolean> {
  const bytes = await readIfThere(join(paths.feed, feedFiles.statistics));
  return bytes === null || now.getTime() - Date.parse(JSON.parse(bytes.toString()).made) >= LIFE;
}

/** Writes the statistics into the feed: signed by nobody, for people to look at. */
export async function writeStatistics({ db, paths }: Registry, now: Date): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(await countStatistics(db, now)));
  await writeDurable(join(paths.feed, feedFiles.statistics), bytes);
}
