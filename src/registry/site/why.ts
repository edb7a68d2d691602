import type { Kind, Level } from '../../core/entry.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import type { GetFile } from '../../core/release.ts';
import { sha256 } from '../../core/tuf/bytes.ts';
import { type History, readHistory, readWhy, type Voice } from '../../core/why.ts';
import type { Verified } from './verify.ts';

/** What the feed tells of a key. */
export interface Told {
  /** Who lists it, in the order of the log. */
  readonly voices: readonly Voice[];
  /** Null where it has nothing about the key. */
  readonly history: History | null;
  /** What it is listed as; null when it is not. `kind` is null where only the list itself says it. */
  readonly entry: { readonly kind: Kind | null; readonly level: Level } | null;
}

/** Reads what the members said of a key, every statement with its signature. @throws BaizeError */
export async function readTold(get: GetFile, key: string, { alliance }: Verified): Promise<Told> {
  const digest = await sha256(new TextEncoder().encode(key));
  const file = await get(feedFiles.why(digest), limits.whyBytes);
  if (file === null) return { voices: [], history: null, entry: null };
  const voices = await readWhy(file, key, alliance);
  const history = await readHistory(file, key, alliance);
  return { voices, history, entry: entryOf(voices, history) };
}

/** By the newest change, where the file tells of one; else by the votes. */
function entryOf(voices: readonly Voice[], history: History | null): Told['entry'] {
  const last = history?.changes.at(-1);
  if (last !== undefined) return last.kind === null ? null : { kind: last.kind, level: last.level ?? 'stop' };
  const named = voices.find(({ kind }) => kind !== null);
  if (voices.length === 0) return null;
  return { kind: named?.kind ?? null, level: named?.level ?? 'stop' };
}
