import type { ExpressionBuilder } from 'kysely';
import * as z from 'zod';
import type { Alliance } from '../../core/alliance.ts';
import { kinds } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { listableKey } from '../listable.ts';
import { ownHosts } from '../registry.ts';
import { type Tally, talliesOf } from '../review/explain.ts';
import type { WaitingVotes } from '../review/waiting.ts';
import { type Case, foundIn, readKinds } from '../store/cases.ts';
import { instant } from '../store/database.ts';
import { containing } from '../store/dialect.ts';
import type { Db, Tables } from '../store/schema.ts';
import type { CasePage, CaseRow } from './api.ts';
import type { Person } from './person.ts';
import { opinionOf } from './standing.ts';

/** Cases on a page. */
const PAGE = 50;

/** By what a queue is sorted, and whether the highest comes first: reported last, reported most, waiting longest. */
const sorts = { latest: 'desc', reports: 'desc', first: 'asc' } as const;
type Sort = keyof typeof sorts;

/** `GET /cases`: every part may be left out. */
export const queueSchema = z.object({
  state: z.enum(['open', 'listed', 'set_aside']).optional(),
  kind: z.enum(kinds).optional(),
  q: z.string().max(1_024).optional(),
  /** A public key in hex, `me`, or `nobody`. */
  assigned: z
    .string()
    .regex(/^(?:[0-9a-f]{64}|me|nobody)$/)
    .optional(),
  sort: z.enum(['latest', 'reports', 'first']).default('latest'),
  after: z.string().max(200).optional(),
});
type Query = z.infer<typeof queueSchema>;

/** What is needed to show cases to somebody. */
export interface Look {
  readonly db: Db;
  readonly waiting: WaitingVotes;
  readonly alliance: Alliance;
  readonly person: Person;
}

/** A page of the queue. It goes on behind the last case that was seen, whatever came in between. @throws BaizeError `input` */
export async function queuePage(look: Look, query: Query): Promise<CasePage> {
  const { db, person } = look;
  const { sort, after } = query;
  const matching = db.selectFrom('case').where((eb) => matches(eb, query, person));
  const seen = after === undefined ? null : readCursor(after, sort);
  const rows = await matching
    .selectAll()
    .$if(seen !== null, (builder) => builder.where((eb) => isBehind(eb, sort, seen!)))
    .orderBy(sort, sorts[sort])
    .orderBy('id', sorts[sort])
    .limit(PAGE + 1)
    .execute();
  const { total } = await matching
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const next = rows.length > PAGE ? cursorOf(last![sort], last!.id) : null;
  return { cases: await showCases(look, shown), next, total: Number(total) };
}

type CaseBuilder = ExpressionBuilder<Tables, 'case'>;

function matches(eb: CaseBuilder, { state, kind, q, assigned }: Query, person: Person) {
  return eb.and([
    ...(state === undefined ? [] : [eb('state', '=', state)]),
    ...(kind === undefined ? [] : [containing('kinds', `"${kind}"`)]),
    ...(q ? [containing('key', q.trim())] : []),
    ...(assigned === undefined ? [] : [isAssigned(eb, assigned, person)]),
  ]);
}

function isAssigned(eb: CaseBuilder, assigned: string, { key }: Person) {
  if (assigned === 'nobody') return eb('assigned', 'is', null);
  return eb('assigned', '=', assigned === 'me' ? key : assigned);
}

interface Cursor {
  readonly value: string | number;
  readonly id: number;
}

function isBehind(eb: CaseBuilder, sort: Sort, { value, id }: Cursor) {
  const operator = sorts[sort] === 'desc' ? '<' : '>';
  return eb.or([eb(sort, operator, value), eb.and([eb(sort, '=', value), eb('id', operator, id)])]);
}

const cursorOf = (value: string | number, id: number): string => `${value}~${id}`;

function readCursor(text: string, sort: Sort): Cursor {
  const [, value, id] = /^([\dTZ:-]{1,20})~(\d{1,15})$/.exec(text) ?? [];
  if (value === undefined || (sort === 'reports' && !/^\d+$/.test(value))) {
    throw new BaizeError('input', '"after" is not what an earlier page said.');
  }
  return { value: sort === 'reports' ? Number(value) : value, id: Number(id) };
}

/** Cases as lines of a queue. */
export async function showCases(look: Look, cases: readonly Case[]): Promise<CaseRow[]> {
  const keys = cases.map(({ key }) => key);
  const { db, waiting, alliance, person } = look;
  const tallies = await talliesOf(db, waiting, alliance, keys, instant(new Date()));
  const found = await foundIn(
    db,
    cases.map(({ id }) => id),
  );
  const hosts = ownHosts(alliance);
  return cases.map((one) => ({
    ...showCase(one, hosts),
    found: found.get(one.id)!,
    standing: showTally(tallies.get(one.key)!, person),
  }));
}

function showTally(tally: Tally, { member }: Person): CaseRow['standing'] {
  const { lists, clears, quorum } = tally;
  return { lists, clears, quorum, mine: opinionOf(tally, member?.id) };
}

/** A case without its votes and what was found. */
export function showCase(one: Case, hosts: readonly string[]): Omit<CaseRow, 'standing' | 'found'> {
  const { id, key, state, reason, assigned, reports, first, latest } = one;
  const listable = listableKey(key, hosts);
  return {
    ...{ id, key, state, reason, assigned, reports, first, latest },
    listable: 'key' in listable && listable.key === key,
    kinds: readKinds(one.kinds),
  };
}
