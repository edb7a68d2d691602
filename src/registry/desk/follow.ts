import { countingVotes } from '../review/decide.ts';
import { rulesOf } from '../review/replay.ts';
import { votesOn } from '../review/standing.ts';
import { type Case, casesTouched, coversOf, putStates } from '../store/cases.ts';
import { instant } from '../store/database.ts';
import { forgetEvents } from '../store/desk-events.ts';
import { publishedKeys } from '../store/entries.ts';
import { lastRelease, publishedBefore, type Release } from '../store/releases.ts';
import { inForce } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';

/** The setting that says up to which release the cases have followed the list. */
const FOLLOWED = 'cases';
const CHUNK = 1_000;
/** How long it can be looked up what has changed; a day is more than anybody is behind. */
const EVENT_LIFE = 24 * 3_600_000;

/**
 * Lets the cases follow the list that was published last: listed where an entry covers them; set aside as overturned where
 * votes have cleared the last one, open again where its time was over. Done once for each release, by whoever comes first;
 * broken off, it is done again.
 */
export async function followList(db: Db, now: Date): Promise<void> {
  const last = await lastRelease(db);
  if (last === undefined || last.id === (await followed(db))) return;
  await db.transaction().execute(async (tx) => {
    // One release further back: a report that was being filed while that one came out can be seen by now.
    const before = await publishedBefore(tx, await followed(tx));
    const cases = await casesTouched(tx, before?.id ?? 0, last.id);
    for (let start = 0; start < cases.length; start += CHUNK) {
      await followWith(tx, cases.slice(start, start + CHUNK), last, instant(now));
    }
    await noteFollowed(tx, last.id);
    await forgetEvents(tx, instant(new Date(now.getTime() - EVENT_LIFE)));
  });
}

async function followed(db: Db): Promise<number> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', FOLLOWED).executeTakeFirst();
  return Number(row?.value ?? 0);
}

async function noteFollowed(tx: Db, release: number): Promise<void> {
  const value = String(release);
  await tx
    .insertInto('setting')
    .values({ name: FOLLOWED, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function followWith(tx: Db, cases: readonly Case[], release: Release, now: string): Promise<void> {
  const covers = await coversOf(tx, cases);
  const keys = [...covers.values()].flat();
  const published = await publishedKeys(tx, keys);
  const cleared = await clearedKeys(tx, keys, release.time);
  const ids = { listed: [] as number[], overturned: [] as number[], open: [] as number[] };
  for (const { id, state } of cases) {
    const own = covers.get(id)!;
    const isListed = own.some((key) => published.has(key));
    if (isListed === (state === 'listed')) continue;
    if (isListed) ids.listed.push(id);
    else ids[own.some((key) => cleared.has(key)) ? 'overturned' : 'open'].push(id);
  }
  await putStates(tx, ids.listed, { state: 'listed', reason: null }, now);
  await putStates(tx, ids.overturned, { state: 'set_aside', reason: 'overturned' }, now);
  await putStates(tx, ids.open, { state: 'open', reason: null }, now);
}

/** The keys that as many voices clear as it takes; an entry whose time was over has gone without them. */
async function clearedKeys(tx: Db, keys: readonly string[], time: string): Promise<Set<string>> {
  const { alliance } = (await inForce(tx))!;
  const rules = rulesOf(alliance, time);
  const votes = await votesOn(tx, [...new Set(keys)]);
  const isCleared = (key: string) =>
    countingVotes(votes.get(key)!, rules).filter(({ action }) => action === 'clear').length >= rules.quorum;
  return new Set([...votes.keys()].filter(isCleared));
}
