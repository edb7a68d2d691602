import { isAddressKey } from '../../core/entry.ts';
import { ownHosts } from '../registry.ts';
import { talliesOf } from '../review/explain.ts';
import { addressesOf, type Case, casesWith, notesOf, relatedCases } from '../store/cases.ts';
import { instant } from '../store/database.ts';
import { findEntries } from '../store/entries.ts';
import { reportsOfCase } from '../store/filed.ts';
import type { CaseShown, FiledReport } from './api.ts';
import type { PublishedList } from './published.ts';
import { type Look, showCase } from './queue.ts';
import { registeredName } from './registered.ts';
import { similarTo } from './similar.ts';
import { standingOf } from './standing.ts';

/** Everything that is known of a case. */
export async function caseView(look: Look, published: PublishedList, one: Case): Promise<CaseShown> {
  const { db, waiting, alliance, person } = look;
  const tally = (await talliesOf(db, waiting, alliance, [one.key], instant(new Date()))).get(one.key)!;
  const keys = await addressesOf(db, one.id);
  return {
    ...showCase(one, ownHosts(alliance)),
    standing: await standingOf(db, one.key, tally),
    filed: (await reportsOfCase(db, one.id)).map((report) => forPerson(report, person.role)),
    addresses: await showAddresses(look, keys),
    similar: similarTo(await published.get(), one.key),
    related: await showRelated(look, one, keys),
    notes: await notesOf(db, one.id),
    appeals: await appealsOn(look, one.key),
  };
}

/** How somebody can be reached is for those who decide. */
function forPerson(report: FiledReport, role: Look['person']['role']): FiledReport {
  return role === 'observer' ? { ...report, contact: null } : report;
}

async function showAddresses({ db }: Look, keys: readonly string[]): Promise<CaseShown['addresses']> {
  const listed = new Map((await findEntries(db, keys)).map(({ key, kind }) => [key, kind]));
  const cases = await casesWith(db, keys);
  return keys.map((key) => ({ key, listed: listed.get(key) ?? null, cases: cases.get(key)! }));
}

async function showRelated(
  { db }: Look,
  { id, key }: Case,
  addresses: readonly string[],
): Promise<CaseShown['related']> {
  const shared = isAddressKey(key) ? [key, ...addresses] : addresses;
  return relatedCases(db, id, registeredName(key), shared);
}

async function appealsOn({ db }: Look, key: string): Promise<CaseShown['appeals']> {
  return db
    .selectFrom('appeal')
    .select(['id', 'received', 'state'])
    .where('key', '=', key)
    .orderBy('id', 'desc')
    .execute();
}
