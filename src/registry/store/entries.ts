import { createHash } from 'node:crypto';
import type { Change } from '../../core/delta.ts';
import { type Entry, formatEntry, parseEntry } from '../../core/entry.ts';
import { instant } from './database.ts';
import type { Db } from './schema.ts';

/** An entry to list, and why. Without a reason the one that is there stays. */
export interface Listing extends Entry {
  readonly reason?: string;
}

/** An entry as the store holds it. */
export interface StoredEntry extends Entry {
  readonly reason: string | null;
  readonly added: string;
}

/** How many keys each outcome had. */
export interface PutCount {
  added: number;
  changed: number;
  same: number;
}

/** Enough rows a statement to be quick, few enough for SQLite's 32,766 values. */
const CHUNK = 1_000;

/**
 * Puts entries on the list, all or none, to be published with the next release. A key that is there gets the new kind
 * and level.
 *
 * @param listings canonical and listable keys, each at most once
 * @param onProgress how many are done so far
 */
export async function putEntries(
  db: Db,
  listings: readonly Listing[],
  now: Date,
  onProgress: (done: number) => void = () => {},
): Promise<PutCount> {
  const count: PutCount = { added: 0, changed: 0, same: 0 };
  // In the index's order: twice as fast, because each page is written once.
  const sorted = listings.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  await db.transaction().execute(async (tx) => {
    for (let start = 0; start < sorted.length; start += CHUNK) {
      await putChunk(tx, sorted.slice(start, start + CHUNK), now, count);
      onProgress(Math.min(start + CHUNK, sorted.length));
    }
  });
  return count;
}

async function putChunk(tx: Db, listings: readonly Listing[], now: Date, count: PutCount): Promise<void> {
  const keys = listings.map(({ key }) => key);
  const stored = new Map((await findEntries(tx, keys)).map((entry) => [entry.key, entry]));
  const fresh = listings.filter((listing) => differs(stored.get(listing.key), listing));
  count.same += listings.length - fresh.length;
  if (fresh.length === 0) return;
  const time = instant(now);
  const rows = fresh.map((listing) => rowOf(listing, stored.get(listing.key), time));
  const changes = fresh.map((listing) => {
    const before = stored.get(listing.key);
    count[before ? 'changed' : 'added'] += 1;
    return {
      key: listing.key,
      before: before ? formatEntry(before) : null,
      after: formatEntry(listing),
      time,
    };
  });
  await tx
    .insertInto('entry')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        level: eb.ref('excluded.level'),
        reason: eb.ref('excluded.reason'),
        shard: eb.ref('excluded.shard'),
      })),
    )
    .execute();
  await tx.insertInto('change').values(changes).execute();
}

function differs(stored: StoredEntry | undefined, listing: Listing): boolean {
  if (stored === undefined || formatEntry(stored) !== formatEntry(listing)) return true;
  return listing.reason !== undefined && listing.reason !== stored.reason;
}

function rowOf({ key, kind, level, reason }: Listing, stored: StoredEntry | undefined, time: string) {
  const why = reason ?? stored?.reason ?? null;
  return {
    key,
    kind,
    level,
    reason: why,
    shard: why === null ? null : shardOf(key),
    added: stored?.added ?? time,
  };
}

/** The `why` file of a key: the first three hex digits of its SHA-256. */
export function shardOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 3);
}

/** Takes a key off the list with the next release. @returns the entry that was there, or null */
export async function removeEntry(db: Db, key: string, now: Date): Promise<Entry | null> {
  return db.transaction().execute(async (tx) => {
    const entry = (await findEntries(tx, [key]))[0];
    if (entry === undefined) return null;
    await tx.deleteFrom('entry').where('key', '=', key).execute();
    const change = { key, before: formatEntry(entry), after: null, time: instant(now) };
    await tx.insertInto('change').values(change).execute();
    return entry;
  });
}

/** The entries that have one of the keys, pending ones included. */
async function findEntries(db: Db, keys: readonly string[]): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const rows = await db
      .selectFrom('entry')
      .select(['key', 'kind', 'level', 'reason', 'added'])
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
    .leftJoin('release', 'release.id', 'change.release')
    .select(['change.key', 'change.before'])
    .where('change.key', 'in', keys)
    .where((eb) => eb.or([eb('change.release', 'is', null), eb('release.state', '=', 'prepared')]))
    .orderBy('change.id', 'desc')
    .execute();
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

/** A row of the change log as the change it stands for. */
export function readChange(row: { key: string; before: string | null; after: string | null }): Change {
  return {
    key: row.key,
    before: row.before === null ? null : parseEntry(row.before),
    after: row.after === null ? null : parseEntry(row.after),
  };
}
