import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import type { GetFile } from '../../core/release.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import { readWhy, type Voice } from '../../core/why.ts';
import type { Verified } from './verify.ts';

/** What the feed tells of a key. */
export interface Told {
  /** Who lists it, in the order of the log. */
  readonly voices: readonly Voice[];
}

/** Reads what the members said of a key, every statement with its signature. @throws BaizeError */
export async function readTold(get: GetFile, key: string, { alliance }: Verified): Promise<Told> {
  const digest = await sha256(new TextEncoder().encode(key));
  const file = await get(feedFiles.why(digest), limits.whyBytes);
  return { voices: file === null ? [] : await readWhy(file, key, alliance) };
}
