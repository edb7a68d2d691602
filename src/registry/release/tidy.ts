import { basename, join } from 'node:path';
import { allianceTarget, feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import type { Registry } from '../registry.ts';
import { type Release, recentStates, releasesById } from '../store/releases.ts';
import { alliances } from '../store/roots.ts';
import { keepOnly } from './feed-files.ts';
import { metadataFiles, targetFiles } from './whole.ts';

/** Renewals make releases without a new state: how many to look through for each that has one. */
const RELEASES_PER_STATE = 10;

/**
 * Deletes the feed's files that no browser can ask for any more, and whatever a publication that broke off left behind.
 * Kept: every root and every alliance.json that one of them names, and all files of the newest releases and the newest states of the list.
 */
export async function tidy({ db, paths }: Registry): Promise<void> {
  const kept = await keptReleases(db);
  const names = new Set(
    kept.flatMap((release) => [...metadataFiles(release), ...targetFiles(release)]).map(nameOf),
  );
  const digests = new Set(kept.map(({ digest }) => digest));
  const isRoot = (name: string) => /^\d+\.root\.json$/.test(name);
  await keepOnly(join(paths.feed, 'metadata'), (name) => isRoot(name) || names.has(name));
  const named = new Set((await alliances(db)).map(({ sha256 }) => `${sha256}.${allianceTarget}`));
  await keepOnly(join(paths.feed, 'targets'), (name) => names.has(name) || named.has(name));
  await keepOnly(join(paths.feed, 'delta'), (name) => digests.has(name));
  const proofs = new Set(kept.map(({ targets }) => basename(feedFiles.proof(targets))));
  await keepOnly(join(paths.feed, 'proof'), (name) => proofs.has(name));
}

const nameOf = ([file]: [string, string]): string => basename(file);

async function keptReleases(db: Registry['db']): Promise<Release[]> {
  const states = await recentStates(db, limits.keptReleases * RELEASES_PER_STATE);
  const ids = new Set(states.slice(0, limits.keptReleases).map(({ id }) => id));
  const digests = new Set<string>();
  for (const { id, digest } of states) {
    if (digests.has(digest) || digests.size >= limits.keptReleases) continue;
    digests.add(digest);
    ids.add(id);
  }
  const kept = await releasesById(db, [...ids]);
  return kept.sort((a, b) => b.id - a.id);
}
