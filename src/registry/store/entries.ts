import type { Change } from '../../core/delta.ts';
import { type Entry, parseEntry } from '../../core/entry.ts';
import type { Db } from './schema.ts';

/** An entry as the store holds it. */
interface StoredEntry extends Entry {
  /** When it was listed first: ISO 8601, UTC. */
  readonly added: string;
}

/** Enough rows a statement to be quick, few enough for SQLite's 32,766 values. */
const CHUNK = 1_000;

/** The entries that have one of the keys, pending ones included. */
export async function findEntries(db: Db, keys: readonly string[]): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const rows = await db
      .selectFrom('entry')
      .select(['key', 'kind', 'level', 'added'])
      .where('key', 'in', chunk)
      .execute();
    found.push(...rows);
  }
  return found;
}

/** Every entry, pending ones included, in no particular order. */
export async function allEntries(db: Db): Promise<Entry[]> {
  return db.selectFrom('entry').select(['key', 'kind', 'level']).execute();
}

export async function countEntries(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Which of the keys are on the list that was published last. */
export async function publishedKeys(db: Db, keys: readonly string[]): Promise<Set<string>> {
  const published = new Set((await findEntries(db, keys)).map(({ key }) => key));
  for (let start = 0; start < keys.length; start += CHUNK) {
    for (const { key, before } of await firstPending(db, keys.slice(start, start + CHUNK))) {
      if (before === null) published.delete(key);
      else published.add(key);
    }
  }
  return published;
}

/** The oldest pending change of each key: what stands before it is what was published. */
async function firstPending(
  db: Db,
  keys: readonly string[],
): Promise<{ key: string; before: string | null }[]> {
  const rows = await db
    .selectFrom('change')
    .select(['change.key', 'change.before'])
    .where('change.key', 'in', keys)
    .where((eb) => eb.or([eb('change.release', 'is', null), eb('change.release', '>', lastPublished(db))]))
    .orderBy('change.id', 'desc')
    .execute();
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

/** Id of the release that browsers have. */
function lastPublished(db: Db) {
  return db
    .selectFrom('release')
    .select((eb) => eb.fn.coalesce(eb.fn.max('id'), eb.lit(0)).as('last'))
    .where('state', '=', 'published');
}

/** A row of the change log as the change it stands for. */
export function readChange(row: { key: string; before: string | null; after: string | null }): Change {
  return {
    key: row.key,
    before: row.before === null ? null : parseEntry(row.before),
    after: row.after === null ? null : parseEntry(row.after),
  };
}
