import type { Generated, Transaction } from 'kysely';
import type { AppealState, DeclineReason } from '../../core/report.ts';
import type { ColumnTypes } from './dialect.ts';

/** `listed`: an entry covers it. `set_aside`: a reviewer has closed it without one, for the reason beside it. */
export type CaseState = 'open' | 'listed' | 'set_aside';

/** All reports of one site or address. Times are ISO 8601, UTC, whole seconds. */
interface CaseTable {
  id: Generated<number>;
  /** The key it would be listed under; `?` and what was reported where that names nothing that can be listed. */
  key: string;
  state: CaseState;
  reason: DeclineReason | null;
  /** Public key in hex of the reviewer who has taken it on. */
  assigned: string | null;
  reports: number;
  /** When it was reported first and last. */
  first: string;
  latest: string;
  /** How many reports name which kind: a JSON object. */
  kinds: string;
  /** When it came into its state; of one that is open, when it was last taken on. */
  since: string;
  /** When anything about it changed. */
  changed: string;
}

/** Every key whose entry would cover the case. */
interface CaseCoverTable {
  key: string;
  case: number;
}

/** Wallet addresses that stood on the reported pages. */
interface CaseAddressTable {
  key: string;
  case: number;
}

/** What a reporter had to add. */
interface AdditionTable {
  id: string;
  report: string;
  received: string;
  note: string;
}

/** What a reported page looked like: PNG or JPEG, by its own first bytes. */
interface PictureTable {
  report: string;
  type: 'image/png' | 'image/jpeg';
  bytes: Uint8Array;
  received: string;
}

/** How to reach who sent a report or an appeal: sealed for the alliance (age), erased when its time is over. */
interface ContactTable {
  of: string;
  sealed: string;
  erase: string;
}

/** What reviewers note for each other. */
interface CaseNoteTable {
  id: Generated<number>;
  case: number;
  time: string;
  keyid: string;
  text: string;
}

/** That something changed at the desk, for those who look at it. */
interface DeskEventTable {
  id: Generated<number>;
  time: string;
  what: 'case' | 'appeal' | 'staff';
  /** Id of the case or appeal; 0 for what has none. */
  of: number;
}

/** Who is signed in: the SHA-256 of the cookie's value, so that whoever reads the database can not sign in with it. */
interface SessionTable {
  hash: string;
  keyid: string;
  started: string;
  used: string;
}

/** Challenges that were answered: each signs in once. */
interface AnsweredTable {
  challenge: string;
  time: string;
}

interface AppealTable {
  id: Generated<number>;
  /** The sender's: sent again it is the same appeal. */
  sent: string;
  receipt: string;
  key: string;
  received: string;
  /** The appeal as JSON, its names sorted. */
  body: string;
  /** Index of its leaf in the log. */
  leaf: number;
  state: AppealState;
  /** When it was answered first, and decided. */
  answered: string | null;
  decided: string | null;
}

interface AppealAnswerTable {
  id: Generated<number>;
  appeal: number;
  time: string;
  member: string;
  keyid: string;
  text: string;
}

/** What a coordinator asks the next root ceremony for; and whose key counts no more at this registry until then. */
interface StaffRequestTable {
  id: Generated<number>;
  member: string;
  action: 'add' | 'remove';
  key: string;
  label: string | null;
  role: 'reviewer' | 'coordinator';
  time: string;
  keyid: string;
  state: 'waiting' | 'done' | 'withdrawn';
}

export interface DeskTables {
  case: CaseTable;
  case_cover: CaseCoverTable;
  case_address: CaseAddressTable;
  addition: AdditionTable;
  picture: PictureTable;
  contact: ContactTable;
  case_note: CaseNoteTable;
  desk_event: DeskEventTable;
  session: SessionTable;
  answered: AnsweredTable;
  appeal: AppealTable;
  appeal_answer: AppealAnswerTable;
  staff_request: StaffRequestTable;
}

/** Cases, sessions, appeals: what reviewers work with (`src/registry/desk/`). */
export async function createDeskTables<T>(tx: Transaction<T>, types: ColumnTypes): Promise<void> {
  await createCaseTables(tx, types);
  await createReportTables(tx, types);
  await createSignInTables(tx, types);
  await createAppealTables(tx, types);
}

async function createCaseTables<T>(
  tx: Transaction<T>,
  { text, integer, numbered }: ColumnTypes,
): Promise<void> {
  await tx.schema
    .createTable('case')
    .addColumn('id', integer, numbered)
    .addColumn('key', text, (col) => col.notNull().unique())
    .addColumn('state', text, (col) => col.notNull())
    .addColumn('reason', text)
    .addColumn('assigned', text)
    .addColumn('reports', integer, (col) => col.notNull())
    .addColumn('first', text, (col) => col.notNull())
    .addColumn('latest', text, (col) => col.notNull())
    .addColumn('kinds', text, (col) => col.notNull())
    .addColumn('since', text, (col) => col.notNull())
    .addColumn('changed', text, (col) => col.notNull())
    .execute();
  for (const column of ['latest', 'first', 'reports'] as const) {
    await tx.schema.createIndex(`case_${column}`).on('case').columns(['state', column, 'id']).execute();
  }
  for (const table of ['case_cover', 'case_address'] as const) {
    await tx.schema
      .createTable(table)
      .addColumn('key', text, (col) => col.notNull())
      .addColumn('case', integer, (col) => col.notNull())
      .addPrimaryKeyConstraint(`${table}_pkey`, ['key', 'case'])
      .execute();
    await tx.schema.createIndex(`${table}_case`).on(table).column('case').execute();
  }
  await tx.schema
    .createTable('case_note')
    .addColumn('id', integer, numbered)
    .addColumn('case', integer, (col) => col.notNull())
    .addColumn('time', text, (col) => col.notNull())
    .addColumn('keyid', text, (col) => col.notNull())
    .addColumn('text', text, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('case_note_case').on('case_note').column('case').execute();
  await tx.schema
    .createTable('desk_event')
    .addColumn('id', integer, numbered)
    .addColumn('time', text, (col) => col.notNull())
    .addColumn('what', text, (col) => col.notNull())
    .addColumn('of', integer, (col) => col.notNull())
    .execute();
}

async function createReportTables<T>(
  tx: Transaction<T>,
  { text, integer, blob }: ColumnTypes,
): Promise<void> {
  await tx.schema.alterTable('report').addColumn('case', integer).execute();
  await tx.schema.createIndex('report_case').on('report').column('case').execute();
  await tx.schema
    .createTable('addition')
    .addColumn('id', text, (col) => col.primaryKey())
    .addColumn('report', text, (col) => col.notNull())
    .addColumn('received', text, (col) => col.notNull())
    .addColumn('note', text, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('addition_report').on('addition').column('report').execute();
  await tx.schema
    .createTable('picture')
    .addColumn('report', text, (col) => col.primaryKey())
    .addColumn('type', text, (col) => col.notNull())
    .addColumn('bytes', blob, (col) => col.notNull())
    .addColumn('received', text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('contact')
    .addColumn('of', text, (col) => col.primaryKey())
    .addColumn('sealed', text, (col) => col.notNull())
    .addColumn('erase', text, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('contact_erase').on('contact').column('erase').execute();
}

async function createSignInTables<T>(
  tx: Transaction<T>,
  { text, integer, numbered }: ColumnTypes,
): Promise<void> {
  await tx.schema
    .createTable('session')
    .addColumn('hash', text, (col) => col.primaryKey())
    .addColumn('keyid', text, (col) => col.notNull())
    .addColumn('started', text, (col) => col.notNull())
    .addColumn('used', text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('answered')
    .addColumn('challenge', text, (col) => col.primaryKey())
    .addColumn('time', text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('staff_request')
    .addColumn('id', integer, numbered)
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('action', text, (col) => col.notNull())
    .addColumn('key', text, (col) => col.notNull())
    .addColumn('label', text)
    .addColumn('role', text, (col) => col.notNull())
    .addColumn('time', text, (col) => col.notNull())
    .addColumn('keyid', text, (col) => col.notNull())
    .addColumn('state', text, (col) => col.notNull())
    .execute();
}

async function createAppealTables<T>(
  tx: Transaction<T>,
  { text, integer, numbered }: ColumnTypes,
): Promise<void> {
  await tx.schema
    .createTable('appeal')
    .addColumn('id', integer, numbered)
    .addColumn('sent', text, (col) => col.notNull().unique())
    .addColumn('receipt', text, (col) => col.notNull().unique())
    .addColumn('key', text, (col) => col.notNull())
    .addColumn('received', text, (col) => col.notNull())
    .addColumn('body', text, (col) => col.notNull())
    .addColumn('leaf', integer, (col) => col.notNull())
    .addColumn('state', text, (col) => col.notNull())
    .addColumn('answered', text)
    .addColumn('decided', text)
    .execute();
  await tx.schema.createIndex('appeal_key').on('appeal').column('key').execute();
  await tx.schema.createIndex('appeal_state').on('appeal').columns(['state', 'received']).execute();
  await tx.schema
    .createTable('appeal_answer')
    .addColumn('id', integer, numbered)
    .addColumn('appeal', integer, (col) => col.notNull())
    .addColumn('time', text, (col) => col.notNull())
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('keyid', text, (col) => col.notNull())
    .addColumn('text', text, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('appeal_answer_appeal').on('appeal_answer').column('appeal').execute();
}
