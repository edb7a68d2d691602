import { sql } from 'kysely';
import { formatEntry } from '../../core/entry.ts';
import { isAmong, rowsFrom } from '../store/dialect.ts';
import type { Db } from '../store/schema.ts';
import { shardOf } from '../store/shard.ts';
import { type Decision, decide, type Held, type Rules } from './decide.ts';
import { type VoteOnKey, votesOn } from './standing.ts';

/** Keys that are decided together. More are no faster and take memory. */
const CHUNK = 2_000;

/** What stands on the list, as the store holds it. */
interface Stored extends Held {
  readonly added: string;
}

/** A key, what stood there, and what it comes to. */
interface Settled extends Decision {
  readonly key: string;
  readonly votes: readonly VoteOnKey[];
  readonly before: Stored | null;
}

/**
 * Decides every key that was voted on, and every entry whose time is over; what comes and goes is left as pending changes.
 *
 * @returns how many lines of the list changed
 */
export async function settle(tx: Db, rules: Rules): Promise<number> {
  await touchEnded(tx, rules.time);
  let changes = 0;
  for (let keys = await nextTouched(tx, ''); keys.length > 0; keys = await nextTouched(tx, keys.at(-1)!)) {
    changes += await settleKeys(tx, keys, rules);
  }
  await tx.deleteFrom('touched').execute();
  return changes;
}

async function touchEnded(tx: Db, time: string): Promise<void> {
  await tx
    .insertInto('touched')
    .columns(['key'])
    .expression(tx.selectFrom('tenure').select('key').where('until', '<=', time))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function nextTouched(tx: Db, after: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('touched')
    .select('key')
    .where('key', '>', after)
    .orderBy('key')
    .limit(CHUNK)
    .execute();
  return rows.map(({ key }) => key);
}

async function settleKeys(tx: Db, keys: readonly string[], rules: Rules): Promise<number> {
  const votes = await votesOn(tx, keys);
  const stored = await storedOf(tx, keys);
  const settled = keys.map((key) => settleKey(key, votes.get(key)!, stored.get(key) ?? null, rules));
  await spend(tx, settled, 'list');
  await spend(tx, settled, 'clear');
  await putTenures(tx, settled);
  await putEntries(tx, settled, rules.time);
  return putChanges(tx, settled, rules.time);
}

function settleKey(key: string, votes: readonly VoteOnKey[], before: Stored | null, rules: Rules): Settled {
  return { key, votes, before, ...decide(votes, before, rules) };
}

/** Every entry has a tenure: both come and go by votes, and together. */
async function storedOf(tx: Db, keys: readonly string[]): Promise<Map<string, Stored>> {
  const rows = await tx
    .selectFrom('entry')
    .innerJoin('tenure', 'tenure.key', 'entry.key')
    .select(['entry.key', 'kind', 'level', 'added', 'until', 'alarm'])
    .where(isAmong(tx, 'entry.key', keys))
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

async function spend(tx: Db, settled: readonly Settled[], action: 'list' | 'clear'): Promise<void> {
  const keys = settled
    .filter(({ spends, votes }) => spends === action && votes.some((vote) => vote.action === action))
    .map(({ key }) => key);
  if (keys.length === 0) return;
  await tx
    .updateTable('standing')
    .set({ spent: 1 })
    .where('action', '=', action)
    .where('spent', '=', 0)
    .where(isAmong(tx, 'key', keys))
    .execute();
}

async function putTenures(tx: Db, settled: readonly Settled[]): Promise<void> {
  const rows = settled.flatMap(({ key, held, before }) =>
    held === null || (held.until === before?.until && held.alarm === before.alarm)
      ? []
      : [[key, held.until, held.alarm]],
  );
  if (rows.length === 0) return;
  await sql`
    insert into tenure (key, until, alarm) select value ->> 0, value ->> 1, cast(value ->> 2 as bigint)
    from ${rowsFrom(tx, rows)} where true
    on conflict (key) do update set until = excluded.until, alarm = excluded.alarm
  `.execute(tx);
}

async function putEntries(tx: Db, settled: readonly Settled[], time: string): Promise<void> {
  const gone = settled.filter(({ held, before }) => held === null && before !== null).map(({ key }) => key);
  if (gone.length > 0) {
    await tx
      .deleteFrom('entry')
      .where(isAmong(tx, 'key', gone))
      .execute();
    await tx
      .deleteFrom('tenure')
      .where(isAmong(tx, 'key', gone))
      .execute();
    await noteFormer(tx, gone);
  }
  const rows = settled.flatMap((one) => (isRewritten(one) ? [rowOf(one, time)] : []));
  if (rows.length === 0) return;
  await sql`
    insert into entry (key, kind, level, shard, added)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from ${rowsFrom(tx, rows)} where true
    on conflict (key) do update set kind = excluded.kind, level = excluded.level
  `.execute(tx);
}

async function noteFormer(tx: Db, keys: readonly string[]): Promise<void> {
  const rows = keys.map((key) => [key, shardOf(key)]);
  await sql`
    insert into former (key, shard) select value ->> 0, value ->> 1 from ${rowsFrom(tx, rows)} where true on conflict do nothing
  `.execute(tx);
}

function isRewritten(one: Settled): boolean {
  return one.held !== null && lineOf(one.key, one.held) !== lineOf(one.key, one.before);
}

function rowOf({ key, held, before }: Settled, time: string) {
  const { kind, level } = held!;
  return [key, kind, level, shardOf(key), before?.added ?? time];
}

async function putChanges(tx: Db, settled: readonly Settled[], time: string): Promise<number> {
  const rows = settled.flatMap(({ key, held, before }) => {
    const [was, is] = [lineOf(key, before), lineOf(key, held)];
    return was === is ? [] : [[key, was, is]];
  });
  if (rows.length === 0) return 0;
  await sql`
    insert into change (key, "before", "after", "time")
    select value ->> 0, value ->> 1, value ->> 2, cast(${time} as text) from ${rowsFrom(tx, rows)} where true
  `.execute(tx);
  return rows.length;
}

function lineOf(key: string, held: Held | null): string | null {
  return held === null ? null : formatEntry({ key, kind: held.kind, level: held.level });
}
