import { join } from 'node:path';
import { feedFiles } from '../../core/feed.ts';
import { parseTargets } from '../../core/tuf/metadata.ts';
import { lastRelease, type Release } from '../store/releases.ts';
import type { Db } from '../store/schema.ts';
import { readIfThere } from './feed-files.ts';
import { sha256Of } from './list-text.ts';

export type SignedFiles = Pick<
  Release,
  'targets' | 'snapshot' | 'timestamp' | 'targets_body' | 'snapshot_body' | 'timestamp_body'
>;

/** A release's metadata files in the order they are written: what is referred to before what refers to it. */
export function metadataFiles(files: SignedFiles): [string, string][] {
  return [
    [feedFiles.metadata(`${files.targets}.targets.json`), files.targets_body],
    [feedFiles.metadata(`${files.snapshot}.snapshot.json`), files.snapshot_body],
    [feedFiles.metadata('timestamp.json'), files.timestamp_body],
  ];
}

/** The target files a release names, below the feed's base, with their SHA-256. */
export function targetFiles({ targets_body }: Pick<Release, 'targets_body'>): [string, string][] {
  const { targets } = parseTargets(Buffer.from(targets_body)).signed;
  return Object.entries(targets).map(([name, { hashes }]) => {
    const digest = hashes.sha256!;
    return [feedFiles.target(digest, name), digest];
  });
}

/** Whether every file of the release lies in the feed as it was signed. */
export async function isWhole(feed: string, release: Release): Promise<boolean> {
  const written = [...metadataFiles(release), [feedFiles.log('checkpoint'), release.note] as const];
  const digests = written.map(([file, body]) => [file, sha256Of(Buffer.from(body))] as const);
  for (const [file, digest] of [...digests, ...targetFiles(release)]) {
    const bytes = await readIfThere(join(feed, file));
    if (bytes === null || sha256Of(bytes) !== digest) return false;
  }
  return true;
}

/** The release that is out, if the feed's folder has what was written with it; undefined before the first, or when it was lost. */
export async function lastWritten(db: Db, feed: string): Promise<Release | undefined> {
  const last = await lastRelease(db);
  const checkpoint = await readIfThere(join(feed, feedFiles.log('checkpoint')));
  return last !== undefined && checkpoint?.equals(Buffer.from(last.note)) ? last : undefined;
}
