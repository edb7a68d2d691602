import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { applyChanges, type Change } from '../../core/delta.ts';
import type { State } from '../../core/feed.ts';
import { checkList, List, writeList } from '../../core/list.ts';
import { allEntries } from '../store/entries.ts';
import type { Db } from '../store/schema.ts';
import { keepOnly, readIfThere, writeDurable } from './feed-files.ts';

/** A list's text and what a release says of it. */
export interface ListText {
  readonly text: Uint8Array<ArrayBuffer>;
  readonly state: State;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const cacheFile = (directory: string, digest: string) => join(directory, `${digest}.txt`);

/** The text of a state that was made before; null when it is not at hand any more, or damaged. */
export async function cachedText(cache: string, state: State | null): Promise<ListText | null> {
  if (state === null) return null;
  const text = await readIfThere(cacheFile(cache, state.sha256));
  return text === null || sha256Of(text) !== state.sha256 ? null : { text, state };
}

/** Keeps a text for the next release to be made from, and no other. */
export async function cacheText(cache: string, { text, state }: ListText): Promise<void> {
  const file = cacheFile(cache, state.sha256);
  await writeDurable(file, text);
  await keepOnly(cache, (name) => join(cache, name) === file);
}

/**
 * Makes the next list from the one before and what changed since: one pass of copying. Without the one before it is written
 * from the store.
 *
 * @param changes sorted by key
 */
export async function nextText(db: Db, base: ListText | null, changes: readonly Change[]): Promise<ListText> {
  if (base === null) return fromStore(db);
  if (changes.length === 0) return base;
  const grown = changes.reduce((sum, { before, after }) => sum + (after ? 1 : 0) - (before ? 1 : 0), 0);
  return listText(applyChanges(new List(base.text), changes), base.state.entries + grown);
}

async function fromStore(db: Db): Promise<ListText> {
  const text = new Uint8Array(writeList(await allEntries(db)));
  return listText(text, checkList(text));
}

function listText(text: Uint8Array<ArrayBuffer>, entries: number): ListText {
  return { text, state: { length: text.length, sha256: sha256Of(text), entries } };
}
