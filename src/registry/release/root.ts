import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { parseRoot } from '../../core/tuf/metadata.ts';
import { putRoot, roots } from '../store/releases.ts';
import { readIfThere, writeDurable } from './feed-files.ts';
import type { Job } from './issue.ts';
import { isDue, signRoot } from './metadata.ts';

/** Signs a new root when the newest has lived half its life, and sees to it that every root lies in the feed. */
export async function publishRoots(job: Job): Promise<void> {
  await renewRoot(job);
  const { db, paths } = job.registry;
  for (const { version, body } of await roots(db)) {
    const file = join(paths.feed, feedFiles.metadata(`${version}.root.json`));
    const bytes = Buffer.from(body);
    if ((await readIfThere(file))?.equals(bytes)) continue;
    job.onStep(`root ${version}`);
    await writeDurable(file, bytes);
  }
}

async function renewRoot({ registry: { db }, keys, now }: Job): Promise<void> {
  const newest = (await roots(db)).at(-1);
  if (newest && !isDue('root', parseRoot(Buffer.from(newest.body)).signed.expires, now)) return;
  const version = (newest?.version ?? 0) + 1;
  await putRoot(db, version, await signRoot(keys, version, now));
}
