import type { Selectable, Transaction } from 'kysely';
import { isAddressKey, type Kind } from '../../core/entry.ts';
import type { DeclineReason, Report } from '../../core/report.ts';
import { caseKeyOf } from '../desk/case-key.ts';
import { instant } from './database.ts';
import { noteEvents } from './desk-events.ts';
import type { CaseState } from './desk-schema.ts';
import { isAmong } from './dialect.ts';
import { publishedKeys } from './entries.ts';
import type { Db, Tables } from './schema.ts';

type Tx = Transaction<Tables>;

/** All reports of one site or address. */
export type Case = Selectable<Tables['case']>;

/** How many reports name which kind. */
type KindCounts = Partial<Record<Kind, number>>;

/** A case set aside for one of these is looked at again when somebody else reports it. */
const reopening: ReadonlySet<string | null> = new Set(['no_evidence', 'gone']);

/**
 * Makes the case of a report that was just stored, or joins it. Reports of one case wait for each other at its row, those of
 * others do not, so this may run beside other writers.
 *
 * @param now ISO 8601, UTC, whole seconds
 */
export async function joinCase(tx: Tx, report: Report, now: string): Promise<void> {
  const { key, covers } = caseKeyOf(report.subject);
  const found = await takeCase(tx, key, now);
  if (found.reports === 1) await putCover(tx, found.id, covers);
  await putAddresses(tx, found.id, report.addresses ?? []);
  const state = found.reports === 1 ? await stateOfNew(tx, covers) : stateAfter(found);
  const kinds = countUp(found.kinds, report.kind);
  await tx
    .updateTable('case')
    .set({ kinds, ...(state !== found.state && { state, reason: null, since: now }) })
    .where('id', '=', found.id)
    .execute();
  await tx.updateTable('report').set({ case: found.id }).where('id', '=', report.id).execute();
  await noteEvents(tx, 'case', [found.id], now);
}

/** The row of the case, which nobody else changes until the transaction ends. */
function takeCase(tx: Tx, key: string, now: string) {
  const row = { key, state: 'open', reason: null, assigned: null, reports: 1, kinds: '{}' } as const;
  return tx
    .insertInto('case')
    .values({ ...row, first: now, latest: now, since: now, changed: now })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({ reports: eb('case.reports', '+', 1), latest: now, changed: now })),
    )
    .returning(['id', 'state', 'reason', 'reports', 'kinds'])
    .executeTakeFirstOrThrow();
}

async function putCover(tx: Tx, id: number, keys: readonly string[]): Promise<void> {
  const rows = keys.map((key) => ({ key, case: id }));
  if (rows.length > 0) await tx.insertInto('case_cover').values(rows).execute();
}

async function putAddresses(tx: Tx, id: number, keys: readonly string[]): Promise<void> {
  const rows = [...new Set(keys)].filter(isAddressKey).map((key) => ({ key, case: id }));
  if (rows.length === 0) return;
  await tx
    .insertInto('case_address')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function stateOfNew(tx: Tx, covers: readonly string[]): Promise<CaseState> {
  return (await publishedKeys(tx, covers)).size > 0 ? 'listed' : 'open';
}

function stateAfter({ state, reason }: { state: CaseState; reason: string | null }): CaseState {
  return state === 'set_aside' && reopening.has(reason) ? 'open' : state;
}

/** Kinds of a case, most named first. */
export function readKinds(kinds: string): (readonly [Kind, number])[] {
  return (Object.entries(JSON.parse(kinds)) as [Kind, number][]).sort((a, b) => b[1] - a[1]);
}

function countUp(kinds: string, kind: Kind): string {
  const counts: KindCounts = JSON.parse(kinds);
  return JSON.stringify({ ...counts, [kind]: (counts[kind] ?? 0) + 1 });
}

/** What of a case is shown beside others. */
const inShort = ['id', 'key', 'state', 'reports', 'latest'] as const;
const MOST_ADDRESSES = 200;
const MOST_RELATED = 20;

export async function findCase(db: Db, id: number): Promise<Case | null> {
  const row = await db.selectFrom('case').selectAll().where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Keys of the wallet addresses on a case's reported pages. */
export async function addressesOf(db: Db, id: number): Promise<string[]> {
  const rows = await db
    .selectFrom('case_address')
    .select('key')
    .where('case', '=', id)
    .orderBy('key')
    .limit(MOST_ADDRESSES)
    .execute();
  return rows.map(({ key }) => key);
}

/** How much there is to look at in each of these cases. */
export async function foundIn(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { addresses: number; pictures: number }>> {
  const found = new Map(ids.map((id) => [id, { addresses: 0, pictures: 0 }]));
  if (ids.length === 0) return found;
  const addresses = await db
    .selectFrom('case_address')
    .select((eb) => ['case', eb.fn.countAll<number>().as('count')])
    .where('case', 'in', ids)
    .groupBy('case')
    .execute();
  for (const row of addresses) found.get(row.case)!.addresses = Number(row.count);
  const pictures = await db
    .selectFrom('report')
    .innerJoin('picture', 'picture.report', 'report.id')
    .select((eb) => ['case', eb.fn.countAll<number>().as('count')])
    .where('case', 'in', ids)
    .groupBy('case')
    .execute();
  for (const row of pictures) found.get(row.case!)!.pictures = Number(row.count);
  return found;
}

/** On how many cases' pages each of these addresses stands. */
export async function casesWith(db: Db, keys: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map(keys.map((key) => [key, 0]));
  if (keys.length === 0) return counts;
  const rows = await db
    .selectFrom('case_address')
    .select((eb) => ['key', eb.fn.countAll<number>().as('cases')])
    .where(isAmong(db, 'key', keys))
    .groupBy('key')
    .execute();
  for (const { key, cases } of rows) counts.set(key, Number(cases));
  return counts;
}

/** Other cases at the same registered name, with one of these addresses, or about one of them; those reported last first. */
export async function relatedCases(
  db: Db,
  id: number,
  registered: string | null,
  addresses: readonly string[],
): Promise<Pick<Case, (typeof inShort)[number]>[]> {
  const names = registered === null ? [...addresses] : [registered, ...addresses];
  if (names.length === 0) return [];
  return db
    .selectFrom('case')
    .select(inShort)
    .where('id', '<>', id)
    .where((eb) =>
      eb.or([
        eb('id', 'in', eb.selectFrom('case_cover').select('case').where('key', 'in', names)),
        eb('id', 'in', eb.selectFrom('case_address').select('case').where('key', 'in', names)),
      ]),
    )
    .orderBy('latest', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_RELATED)
    .execute();
}

/** What reviewers noted of a case, the first note first. */
export async function notesOf(db: Db, id: number): Promise<{ time: string; key: string; text: string }[]> {
  return db
    .selectFrom('case_note')
    .select(['time', 'keyid as key', 'text'])
    .where('case', '=', id)
    .orderBy('id')
    .execute();
}

/** Gives a case to a reviewer, or to nobody. */
export async function assignCase(db: Db, id: number, assigned: string | null, now: Date): Promise<void> {
  await changeCase(db, id, { assigned }, now);
}

/** Sets a case aside for a reason, or opens it again. @returns whether it was: what is listed changes by votes only */
export async function decideCase(
  db: Db,
  id: number,
  reason: DeclineReason | null,
  now: Date,
): Promise<boolean> {
  return changeCase(db, id, { state: reason === null ? 'open' : 'set_aside', reason }, now);
}

/** Changes a case, and has those who look at it told. */
async function changeCase(
  db: Db,
  id: number,
  change: Partial<Pick<Case, 'state' | 'reason' | 'assigned'>>,
  now: Date,
): Promise<boolean> {
  const time = instant(now);
  return db.transaction().execute(async (tx) => {
    const result = await tx
      .updateTable('case')
      .set((eb) => ({
        ...change,
        changed: time,
        since:
          'state' in change
            ? time
            : eb.case().when('state', '=', 'open').then(time).else(eb.ref('since')).end(),
      }))
      .where('id', '=', id)
      .$if('state' in change, (update) => update.where('state', '<>', 'listed'))
      .executeTakeFirst();
    const isChanged = result.numUpdatedRows === 1n;
    if (isChanged) await noteEvents(tx, 'case', [id], time);
    return isChanged;
  });
}

/** Notes something of a case for other reviewers. */
export async function noteOnCase(db: Db, id: number, keyid: string, text: string, now: Date): Promise<void> {
  const time = instant(now);
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('case_note').values({ case: id, time, keyid, text }).execute();
    await noteEvents(tx, 'case', [id], time);
  });
}

/** The cases that an entry covers which came, went or changed after one release and up to another. */
export async function casesTouched(tx: Db, after: number, upTo: number): Promise<Case[]> {
  return tx
    .selectFrom('case')
    .selectAll()
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('case_cover')
        .innerJoin('change', 'change.key', 'case_cover.key')
        .select('case_cover.case')
        .where('change.release', '>', after)
        .where('change.release', '<=', upTo),
    )
    .orderBy('id')
    .execute();
}

/** For each of these cases every key whose entry would cover it. */
export async function coversOf(tx: Db, cases: readonly Case[]): Promise<Map<number, string[]>> {
  const covers = new Map<number, string[]>(cases.map(({ id }) => [id, []]));
  const rows = await tx
    .selectFrom('case_cover')
    .selectAll()
    .where('case', 'in', [...covers.keys()])
    .execute();
  for (const row of rows) covers.get(row.case)!.push(row.key);
  return covers;
}

/** Puts cases into a state, and has those who look at them told. @param now ISO 8601, UTC, whole seconds */
export async function putStates(
  tx: Db,
  ids: readonly number[],
  change: Pick<Case, 'state' | 'reason'>,
  now: string,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('case')
    .set({ ...change, since: now, changed: now })
    .where('id', 'in', ids)
    .execute();
  await noteEvents(tx, 'case', ids, now);
}

/** How often each of these keys of cases was reported; those that never were are left out. */
export async function reportsOn(db: Db, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('case')
    .select(['key', 'reports'])
    .where(isAmong(db, 'key', keys))
    .execute();
  return new Map(rows.map(({ key, reports }) => [key, reports]));
}
