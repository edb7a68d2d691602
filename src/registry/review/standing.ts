import { sql } from 'kysely';
import type { Batch, Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { isAmong, rowsFrom } from '../store/dialect.ts';
import type { Db } from '../store/schema.ts';
import type { Line } from './body.ts';
import { after, type StandingVote } from './decide.ts';

/** Rows a statement: 100 kB of names. More are no faster and take memory. */
const CHUNK = 2_000;

/** What of a vote or batch stands beside each of its keys. */
interface Shared {
  readonly member: string;
  readonly action: 'list' | 'clear';
  readonly time: string;
  readonly leaf: number;
  readonly alarm: 0 | 1;
  readonly spent: 0;
}

/** Whether a member has voted on a key at that time or later: what it says now is overtaken. */
export async function isOvertaken(tx: Db, { key, member, time }: Vote): Promise<boolean> {
  const standing = await tx
    .selectFrom('standing')
    .select('time')
    .where('key', '=', key)
    .where('member', '=', member)
    .executeTakeFirst();
  return standing !== undefined && standing.time >= time;
}

/** Takes a vote, which is not overtaken. */
export async function putVote(tx: Db, vote: Vote, leaf: number): Promise<void> {
  const isAlarm = vote.action === 'list' && vote.emergency === true;
  const alarm = isAlarm && (await sounds(tx, vote)) ? 1 : 0;
  const line: Line =
    vote.action === 'list'
      ? { key: vote.key, kind: vote.kind, level: isAlarm ? 'caution' : vote.level }
      : { key: vote.key, kind: null, level: null };
  await putRows(tx, [line], sharedOf(vote, leaf, alarm));
}

/**
 * Takes every vote of a batch, but for the keys on which the member has voted since.
 *
 * @returns how many were taken
 */
export async function putBatch(tx: Db, batch: Batch, lines: readonly Line[], leaf: number): Promise<number> {
  const shared = sharedOf(batch, leaf, 0);
  let taken = 0;
  for (let start = 0; start < lines.length; start += CHUNK) {
    taken += await putRows(tx, lines.slice(start, start + CHUNK), shared);
  }
  return taken;
}

function sharedOf({ member, action, time }: Vote | Batch, leaf: number, alarm: 0 | 1): Shared {
  return { member, action, time, leaf, alarm, spent: 0 };
}

/** Whether a member may list a key alone: not again for as long as a vote lives. */
async function sounds(tx: Db, { key, member, time }: Vote): Promise<boolean> {
  const last = await tx
    .selectFrom('alarm')
    .select('time')
    .where('key', '=', key)
    .where('member', '=', member)
    .executeTakeFirst();
  if (last !== undefined && after(last.time, limits.voteLife) > time) return false;
  await tx
    .insertInto('alarm')
    .values({ key, member, time })
    .onConflict((conflict) => conflict.columns(['key', 'member']).doUpdateSet({ time }))
    .execute();
  return true;
}

/** Notes what it takes the place of. @returns how many rows are new: the others are of a later time */
async function putRows(tx: Db, lines: readonly Line[], shared: Shared): Promise<number> {
  const { member, action, time, leaf, alarm, spent } = shared;
  const given = rowsFrom(
    tx,
    lines.map(({ key, kind, level }) => [key, kind, level]),
  );
  await sql`
    insert into past_vote (key, leaf, member, action)
    select standing.key, standing.leaf, standing.member, standing.action
    from ${given} join standing on standing.key = value ->> 0 and standing.member = ${member}
    where standing."time" < ${time} on conflict do nothing
  `.execute(tx);
  const { rows } = await sql<{ key: string }>`
    insert into standing (key, kind, level, member, action, "time", leaf, alarm, spent)
    select value ->> 0, value ->> 1, value ->> 2, cast(${member} as text), cast(${action} as text), cast(${time} as text),
      cast(${leaf} as bigint), cast(${alarm} as bigint), cast(${spent} as bigint)
    from ${given} where true
    on conflict (key, member) do update set
      kind = excluded.kind, level = excluded.level, action = excluded.action, "time" = excluded."time",
      leaf = excluded.leaf, alarm = excluded.alarm, spent = excluded.spent
    where standing."time" < excluded."time"
    returning key
  `.execute(tx);
  if (rows.length > 0) await touch(tx, rows);
  return rows.length;
}

async function touch(tx: Db, rows: readonly { readonly key: string }[]): Promise<void> {
  const given = rowsFrom(
    tx,
    rows.map(({ key }) => [key]),
  );
  await sql`
    insert into touched (key) select value ->> 0 from ${given} where true on conflict do nothing
  `.execute(tx);
}

/** A standing vote, and what it is about. */
export interface VoteOnKey extends StandingVote {
  readonly key: string;
}

/** The newest vote of every member on each of these keys. */
export async function votesOn(tx: Db, keys: readonly string[]): Promise<Map<string, VoteOnKey[]>> {
  const votes = new Map<string, VoteOnKey[]>(keys.map((key) => [key, []]));
  const rows = await tx
    .selectFrom('standing')
    .selectAll()
    .where(isAmong(tx, 'key', keys))
    .execute();
  for (const row of rows) votes.get(row.key)!.push(row);
  return votes;
}
