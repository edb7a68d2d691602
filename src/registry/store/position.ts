import type { ReleaseLeaf } from '../../core/leaf.ts';
import { Frontier } from '../../core/log/merkle.ts';
import { fromHex, toHex } from '../../core/tuf/bytes.ts';
import { logSize } from './leaves.ts';
import type { Db } from './schema.ts';

/** How far the log was replayed: to a release, and including it. */
export interface Position {
  /** The right edge of the tree: all that is needed to go on, and to know that the log only grew. */
  readonly edge: Frontier;
  /** The last release's leaf; null before the first. */
  readonly release: ReleaseLeaf | null;
}

/** The only row. */
const ID = 1;

export async function readPosition(db: Db): Promise<Position> {
  const row = await db.selectFrom('position').selectAll().where('id', '=', ID).executeTakeFirst();
  if (row === undefined) return { edge: Frontier.empty(), release: null };
  const hashes = (JSON.parse(row.edge) as string[]).map((hash) => fromHex(hash)!);
  return { edge: Frontier.of(row.size, hashes), release: JSON.parse(row.release) };
}

/** Within the transaction that replayed the leaves. */
export async function writePosition(tx: Db, edge: Frontier, release: ReleaseLeaf): Promise<void> {
  const row = {
    id: ID,
    size: edge.size,
    edge: JSON.stringify(edge.hashes.map(toHex)),
    release: JSON.stringify(release),
  };
  await tx
    .insertInto('position')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** How many leaves wait for the next release: votes, and whatever else came since the last one. */
export async function countWaiting(db: Db): Promise<number> {
  const { edge } = await readPosition(db);
  return (await logSize(db)) - edge.size;
}
