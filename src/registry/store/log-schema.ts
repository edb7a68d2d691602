import type { Transaction } from 'kysely';
import type { ColumnTypes } from './dialect.ts';

/** The log: every statement and release, in order. Nothing is ever changed or deleted. */
interface LeafTable {
  index: number;
  /** Hash of the leaf (RFC 6962, 2.1) in hex: one statement is one leaf. */
  hash: string;
  /** Its bytes, which are UTF-8 (`src/core/leaf.ts`). */
  bytes: string;
  /** The body that it is about, where it is a batch. */
  batch: string | null;
  received: string;
}

/** Hashes of full tiles, in hex: what tiles of the levels above are made of. */
interface TileHashTable {
  /** Level of the tile above, in which the hash stands: 1 and more. */
  level: number;
  index: number;
  hash: string;
}

/** What batches of votes are about, under the SHA-256 of the text. */
interface BodyTable {
  sha256: string;
  /** Length in bytes of the text. */
  length: number;
  /** The text, compressed. */
  gz: Uint8Array;
  received: string;
}

/** What one co-signer signed of a release, verified when it came in. */
interface CosignatureTable {
  release: number;
  keyid: string;
  /** `Cosignatures` of `release/proposal.ts`, as JSON. */
  body: string;
}

/** How far the log was replayed: a single row. */
interface PositionTable {
  id: number;
  /** Leaves replayed: up to a release and including it. */
  size: number;
  /** The right edge of the tree: hashes in hex, the tallest subtree first, as JSON. */
  edge: string;
  /** The last release's leaf, as JSON. */
  release: string;
}

/** What a co-signer is about to sign, noted before it does: one content a version, for ever. */
interface SignedTable {
  role: string;
  version: number;
  /** SHA-256 of what is signed, in hex. */
  digest: string;
  time: string;
}

export interface LogTables {
  leaf: LeafTable;
  tile_hash: TileHashTable;
  body: BodyTable;
  cosignature: CosignatureTable;
  position: PositionTable;
  signed: SignedTable;
}

export async function createLogTables<T>(tx: Transaction<T>, types: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('leaf')
    .addColumn('index', types.integer, (col) => col.primaryKey())
    .addColumn('hash', types.text, (col) => col.notNull().unique())
    .addColumn('bytes', types.text, (col) => col.notNull())
    .addColumn('batch', types.text)
    .addColumn('received', types.text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('tile_hash')
    .addColumn('level', types.integer, (col) => col.notNull())
    .addColumn('index', types.integer, (col) => col.notNull())
    .addColumn('hash', types.text, (col) => col.notNull())
    .addPrimaryKeyConstraint('tile_hash_place', ['level', 'index'])
    .execute();
  await tx.schema
    .createTable('body')
    .addColumn('sha256', types.text, (col) => col.primaryKey())
    .addColumn('length', types.integer, (col) => col.notNull())
    .addColumn('gz', types.blob, (col) => col.notNull())
    .addColumn('received', types.text, (col) => col.notNull())
    .execute();
}

export async function createSigningTables<T>(tx: Transaction<T>, types: ColumnTypes): Promise<void> {
  await tx.schema
    .alterTable('release')
    .addColumn('root', types.integer, (col) => col.notNull().defaultTo(0))
    .execute();
  await tx.schema
    .alterTable('release')
    .addColumn('leaf', types.integer, (col) => col.notNull().defaultTo(0))
    .execute();
  await tx.schema
    .alterTable('release')
    .addColumn('needed', types.integer, (col) => col.notNull().defaultTo(1))
    .execute();
  await tx.schema
    .alterTable('release')
    .addColumn('checkpoint', types.text, (col) => col.notNull().defaultTo(''))
    .execute();
  await tx.schema
    .alterTable('release')
    .addColumn('note', types.text, (col) => col.notNull().defaultTo(''))
    .execute();
  await tx.schema
    .createTable('cosignature')
    .addColumn('release', types.integer, (col) => col.notNull())
    .addColumn('keyid', types.text, (col) => col.notNull())
    .addColumn('body', types.text, (col) => col.notNull())
    .addPrimaryKeyConstraint('cosignature_once', ['release', 'keyid'])
    .execute();
  await tx.schema
    .createTable('position')
    .addColumn('id', types.integer, (col) => col.primaryKey())
    .addColumn('size', types.integer, (col) => col.notNull())
    .addColumn('edge', types.text, (col) => col.notNull())
    .addColumn('release', types.text, (col) => col.notNull())
    .execute();
  await tx.schema
    .createTable('signed')
    .addColumn('role', types.text, (col) => col.notNull())
    .addColumn('version', types.integer, (col) => col.notNull())
    .addColumn('digest', types.text, (col) => col.notNull())
    .addColumn('time', types.text, (col) => col.notNull())
    .addPrimaryKeyConstraint('signed_once', ['role', 'version'])
    .execute();
}
