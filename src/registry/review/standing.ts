import type { Batch, Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import type { Db } from '../store/schema.ts';
import type { Line } from './body.ts';
import { after, type StandingVote } from './decide.ts';

/** Rows a statement: ten values each, of SQLite's 32,766. */
const CHUNK = 2_000;

/** What of a vote or batch stands beside each of its keys. */
interface Shared {
  readonly member: string;
  readonly action: 'list' | 'clear';
  readonly time: string;
  readonly leaf: number;
  readonly alarm: 0 | 1;
  readonly spent: 0;
  readonly told: 0 | 1;
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

function sharedOf(
  { member, action, time, reason, evidence }: Vote | Batch,
  leaf: number,
  alarm: 0 | 1,
): Shared {
  const told = reason !== undefined || (evidence?.length ?? 0) > 0 ? 1 : 0;
  return { member, action, time, leaf, alarm, spent: 0, told };
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

/** @returns how many rows are new: the others are of a later time */
async function putRows(tx: Db, lines: readonly Line[], shared: Shared): Promise<number> {
  const taken = await tx
    .insertInto('standing')
    .values(lines.map((line) => ({ ...line, ...shared })))
    .onConflict((conflict) =>
      conflict
        .columns(['key', 'member'])
        .doUpdateSet((eb) => ({
          action: eb.ref('excluded.action'),
          kind: eb.ref('excluded.kind'),
          level: eb.ref('excluded.level'),
          time: eb.ref('excluded.time'),
          leaf: eb.ref('excluded.leaf'),
          alarm: eb.ref('excluded.alarm'),
          spent: eb.ref('excluded.spent'),
          told: eb.ref('excluded.told'),
        }))
        .whereRef('standing.time', '<', 'excluded.time'),
    )
    .returning('key')
    .execute();
  if (taken.length === 0) return 0;
  await tx
    .insertInto('touched')
    .values(taken)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return taken.length;
}

/** A standing vote, and whether it gives a reason or evidence. */
export interface VoteOnKey extends StandingVote {
  readonly key: string;
  readonly told: 0 | 1;
}

/** The newest vote of every member on each of these keys. */
export async function votesOn(tx: Db, keys: readonly string[]): Promise<Map<string, VoteOnKey[]>> {
  const votes = new Map<string, VoteOnKey[]>(keys.map((key) => [key, []]));
  const rows = await tx.selectFrom('standing').selectAll().where('key', 'in', keys).execute();
  for (const row of rows) votes.get(row.key)!.push(row);
  return votes;
}
