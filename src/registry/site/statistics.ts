import * as z from 'zod/mini';
import { kinds } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import type { Statistics } from '../desk/api.ts';
import { feedFiles } from './files.ts';

const count = z.int().check(z.gte(0));
const hours = z.nullable(z.number().check(z.gte(0)));

/** The feed's `statistics.json`. Nobody signs it: it is what the registry counts, and the page says so. */
const schema = z.object({
  made: z.string(),
  entries: count,
  kinds: z.array(z.tuple([z.enum(kinds), count])),
  months: z.array(z.object({ month: z.string(), reports: count, listed: count, cleared: count })),
  members: z.array(z.object({ member: z.string(), list: count, clear: count })),
  decision: z.object({ cases: count, median: hours, p90: hours }),
  openCases: count,
  appeals: z.object({ open: count, overdue: count, upheld: count, dismissed: count, medianHours: hours }),
});

const most = 256_000;

/** What the registry has counted. @throws BaizeError `missing`, `format`, `network` */
export async function theStatistics(): Promise<Statistics> {
  const bytes = await feedFiles()('statistics.json', most);
  if (bytes === null) throw new BaizeError('missing', 'This feed has no statistics yet.');
  return readStatistics(bytes);
}

/** @throws BaizeError `format` */
export function readStatistics(bytes: Uint8Array): Statistics {
  const result = z.safeParse(schema, parse(bytes));
  if (result.success) return result.data;
  throw new BaizeError(
    'format',
    `The statistics are malformed at "${result.error.issues[0]?.path.join('.')}".`,
  );
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new BaizeError('format', 'The statistics are no JSON.', { cause });
  }
}
