import type { Transaction } from 'kysely';
import { isAddressKey, type Kind } from '../../core/entry.ts';
import type { Report } from '../../core/report.ts';
import { caseKeyOf } from '../desk/case-key.ts';
import { noteEvents } from './desk-events.ts';
import type { CaseState } from './desk-schema.ts';
import { publishedKeys } from './entries.ts';
import type { Tables } from './schema.ts';

type Tx = Transaction<Tables>;

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
    .set({ kinds, ...(state !== found.state && { state, reason: null }) })
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
    .values({ ...row, first: now, latest: now, changed: now })
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
