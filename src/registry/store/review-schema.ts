import type { Transaction } from 'kysely';
import type { Kind, Level } from '../../core/entry.ts';
import type { ColumnTypes } from './dialect.ts';

/** The newest vote of each member on each key, as far as it was taken into account. */
interface StandingTable {
  key: string;
  member: string;
  action: 'list' | 'clear';
  /** Null for `clear`. */
  kind: Kind | null;
  level: Level | null;
  time: string;
  /** Index of the statement in the log. */
  leaf: number;
  /** Whether it lists for 72 hours alone. */
  alarm: 0 | 1;
  /** Whether it brought something about that others have overruled since. */
  spent: 0 | 1;
}

/** Votes that stood once: their members have voted on the key anew since. */
interface PastVoteTable {
  key: string;
  /** Index of the statement in the log. */
  leaf: number;
  member: string;
  action: 'list' | 'clear';
}

/** Keys that were on the list once, with the `why` file that tells of them. */
interface FormerTable {
  key: string;
  shard: string;
}

/** How long an entry stays by the votes for it, and whether one member alone asked for it. */
interface TenureTable {
  key: string;
  until: string;
  alarm: 0 | 1;
}

/** When a member last listed a key alone. */
interface AlarmTable {
  key: string;
  member: string;
  time: string;
}

/** What a member has voted on a day (UTC). */
interface SpendingTable {
  member: string;
  day: string;
  votes: number;
  keys: number;
}

/** Bodies of batches that were read: what is wrong with them, null when nothing is. */
interface CheckedTable {
  sha256: string;
  action: 'list' | 'clear';
  /** The version of the rules, and the feed's own hosts at that time, which no list may carry. */
  hosts: string;
  refusal: string | null;
}

/** Keys that have to be decided before the release that is being made; empty between releases. */
interface TouchedTable {
  key: string;
}

export interface ReviewTables {
  standing: StandingTable;
  past_vote: PastVoteTable;
  former: FormerTable;
  tenure: TenureTable;
  alarm: AlarmTable;
  spending: SpendingTable;
  checked: CheckedTable;
  touched: TouchedTable;
}

/** The state of the review: what the log's votes come to (`src/registry/review/`). */
export async function createReviewTables<T>(tx: Transaction<T>, types: ColumnTypes): Promise<void> {
  const { text, integer } = types;
  await tx.schema
    .createTable('standing')
    .addColumn('key', text, (col) => col.notNull())
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('action', text, (col) => col.notNull())
    .addColumn('kind', text)
    .addColumn('level', text)
    .addColumn('time', text, (col) => col.notNull())
    .addColumn('leaf', integer, (col) => col.notNull())
    .addColumn('alarm', integer, (col) => col.notNull())
    .addColumn('spent', integer, (col) => col.notNull())
    .addColumn('told', integer, (col) => col.notNull())
    .addPrimaryKeyConstraint('standing_pkey', ['key', 'member'])
    .execute();
  await tx.schema
    .createTable('tenure')
    .addColumn('key', text, (col) => col.primaryKey())
    .addColumn('until', text, (col) => col.notNull())
    .addColumn('alarm', integer, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('tenure_until').on('tenure').column('until').execute();
  await tx.schema
    .createTable('alarm')
    .addColumn('key', text, (col) => col.notNull())
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('time', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('alarm_pkey', ['key', 'member'])
    .execute();
  await createReadingTables(tx, types);
}

async function createReadingTables<T>(tx: Transaction<T>, { text, integer }: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('spending')
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('day', text, (col) => col.notNull())
    .addColumn('votes', integer, (col) => col.notNull())
    .addColumn('keys', integer, (col) => col.notNull())
    .addPrimaryKeyConstraint('spending_pkey', ['member', 'day'])
    .execute();
  await tx.schema
    .createTable('checked')
    .addColumn('sha256', text, (col) => col.notNull())
    .addColumn('action', text, (col) => col.notNull())
    .addColumn('hosts', text, (col) => col.notNull())
    .addColumn('refusal', text)
    .addPrimaryKeyConstraint('checked_pkey', ['sha256', 'action', 'hosts'])
    .execute();
  await tx.schema
    .createTable('touched')
    .addColumn('key', text, (col) => col.primaryKey())
    .execute();
}

/**
 * What was before: earlier votes, and keys that are listed no more. Every entry has its `why` file now, whether its votes give a
 * reason or not. Votes that were overtaken, and entries that went, before there were these tables are in the log alone.
 */
export async function createHistoryTables<T>(tx: Transaction<T>, types: ColumnTypes): Promise<void> {
  const { text, integer } = types;
  await tx.schema
    .createTable('past_vote')
    .addColumn('key', text, (col) => col.notNull())
    .addColumn('leaf', integer, (col) => col.notNull())
    .addColumn('member', text, (col) => col.notNull())
    .addColumn('action', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('past_vote_pkey', ['key', 'leaf'])
    .execute();
  await tx.schema
    .createTable('former')
    .addColumn('key', text, (col) => col.primaryKey())
    .addColumn('shard', text, (col) => col.notNull())
    .execute();
  await tx.schema.createIndex('former_shard').on('former').column('shard').execute();
  await tx.schema.alterTable('standing').dropColumn('told').execute();
}
