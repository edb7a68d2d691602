import * as z from 'zod';
import { logSize } from '../store/leaves.ts';
import type { Db } from '../store/schema.ts';
import type { LeafShown } from './api.ts';

const PAGE = 50;

/** `GET /log`. */
export const logSchema = z.object({ before: z.coerce.number().int().min(0).optional() });

/** The log's leaves before a place, newest first, as they stand there. */
export async function logPage(db: Db, before?: number): Promise<{ leaves: LeafShown[]; size: number }> {
  const size = await logSize(db);
  const end = Math.min(before ?? size, size);
  const rows = await db
    .selectFrom('leaf')
    .select(['index', 'hash', 'received', 'bytes as text'])
    .where('index', '<', end)
    .where('index', '>=', end - PAGE)
    .orderBy('index', 'desc')
    .execute();
  return { leaves: rows, size };
}
