import { parseEntry } from '../../core/entry.ts';
import type { PastAppeal } from '../../core/why.ts';
import { appealsTold } from '../store/appeals.ts';
import { isAmong } from '../store/dialect.ts';
import type { Db } from '../store/schema.ts';

/** A member's newest vote on a key. */
interface StandingRow {
  readonly action: 'list' | 'clear';
  readonly leaf: number;
}

/** What a release made of a key: its version, kind and level; the version alone where it went. */
type ChangeTold = readonly [version: number, kind: string, level: string] | readonly [version: number];

/** All that a `why` file is made of, in the order of keys and of the log. */
export interface ShardRows {
  /** Whether the key is on the list; else it was. */
  readonly keys: ReadonlyMap<string, boolean>;
  readonly standing: ReadonlyMap<string, readonly StandingRow[]>;
  /** Places in the log of votes that others of the same member have overtaken. */
  readonly past: ReadonlyMap<string, readonly number[]>;
  readonly changes: ReadonlyMap<string, readonly ChangeTold[]>;
  readonly appeals: ReadonlyMap<string, readonly PastAppeal[]>;
  /** Times of releases by their versions. */
  readonly releases: ReadonlyMap<number, string>;
}

/** @param upTo the release that is out, or about to be */
export async function findShard(db: Db, shard: string, upTo: number): Promise<ShardRows> {
  const keys = await keysIn(db, shard);
  const names = [...keys.keys()];
  if (names.length === 0) return nothing;
  return {
    keys,
    ...{ standing: await standingOn(db, names), past: await pastOn(db, names) },
    ...(await changesOf(db, names, upTo)),
    appeals: await appealsTold(db, names),
  };
}

const none = new Map<never, never>();
const nothing: ShardRows = {
  ...{ keys: none, standing: none, past: none, changes: none, appeals: none, releases: none },
};

async function keysIn(db: Db, shard: string): Promise<Map<string, boolean>> {
  const former = await db.selectFrom('former').select('key').where('shard', '=', shard).execute();
  const listed = await db.selectFrom('entry').select('key').where('shard', '=', shard).execute();
  const keys = new Map(former.map(({ key }) => [key, false]));
  for (const { key } of listed) keys.set(key, true);
  return new Map([...keys].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function standingOn(db: Db, keys: readonly string[]): Promise<Map<string, StandingRow[]>> {
  const rows = await db
    .selectFrom('standing')
    .select(['key', 'action', 'leaf'])
    .where(isAmong(db, 'key', keys))
    .orderBy('leaf')
    .execute();
  return byKey(rows, ({ action, leaf }) => ({ action, leaf }));
}

async function pastOn(db: Db, keys: readonly string[]): Promise<Map<string, number[]>> {
  const rows = await db
    .selectFrom('past_vote')
    .select(['key', 'leaf'])
    .where(isAmong(db, 'key', keys))
    .execute();
  return byKey(rows, ({ leaf }) => leaf);
}

/** What each release made of the keys. Changes of one that was abandoned came with the next that was published. */
async function changesOf(
  db: Db,
  keys: readonly string[],
  upTo: number,
): Promise<Pick<ShardRows, 'changes' | 'releases'>> {
  const rows = await db
    .selectFrom('change')
    .select((eb) => [
      'change.key',
      'change.after',
      eb
        .selectFrom('release')
        .select('release.id')
        .whereRef('release.id', '>=', 'change.release')
        .where((or) => or.or([or('release.state', '=', 'published'), or('release.id', '=', upTo)]))
        .orderBy('release.id')
        .limit(1)
        .as('out'),
    ])
    .where(isAmong(db, 'change.key', keys))
    .orderBy('change.id')
    .execute();
  const out = await releasesOf(db, [...new Set(rows.flatMap((row) => row.out ?? []))]);
  const last = new Map<string, { readonly key: string; readonly told: ChangeTold }>();
  for (const { key, after, out: id } of rows) {
    const release = id === null ? undefined : out.get(id);
    if (release !== undefined) last.set(`${key} ${id}`, { key, told: changeTold(release.version, after) });
  }
  return {
    changes: byKey([...last.values()], ({ told }) => told),
    releases: new Map([...out.values()].map(({ version, time }) => [version, time])),
  };
}

function changeTold(version: number, after: string | null): ChangeTold {
  if (after === null) return [version];
  const { kind, level } = parseEntry(after);
  return [version, kind, level];
}

async function releasesOf(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { version: number; time: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('release')
    .select(['id', 'targets as version', 'time'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ...release }) => [id, release]));
}

function byKey<Row extends { readonly key: string }, T>(
  rows: readonly Row[],
  toldOf: (row: Row) => T,
): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const told = map.get(row.key);
    if (told === undefined) map.set(row.key, [toldOf(row)]);
    else told.push(toldOf(row));
  }
  return map;
}

/** Statements as the log has them. Batches are in many files, and kept. */
export class Statements {
  private readonly batches = new Map<number, string>();
  private readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  /** @param places in the order in which they come back */
  async at(places: readonly number[]): Promise<(readonly [leaf: number, text: string])[]> {
    const missing = places.filter((place) => !this.batches.has(place));
    const found = new Map<number, string>();
    if (missing.length > 0) {
      const rows = await this.db
        .selectFrom('leaf')
        .select(['index', 'bytes', 'batch'])
        .where('index', 'in', missing)
        .execute();
      for (const { index, bytes, batch } of rows) {
        found.set(index, bytes);
        if (batch !== null) this.batches.set(index, bytes);
      }
    }
    return places.map((place) => [place, found.get(place) ?? this.batches.get(place)!]);
  }
}
