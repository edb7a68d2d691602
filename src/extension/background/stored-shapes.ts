import * as z from 'zod/mini';
import { parseAlliance } from '../../core/alliance.ts';
import { stateOf } from '../../core/release.ts';
import type { SentReport } from '../messages.ts';
import { untold } from './report-pace.ts';
import type { FeedRecord, StoredList, Values } from './store.ts';

/*
 * The boundary to the store: what is in it may be damaged, or of an earlier or a later version. Whatever is not of the
 * shape that is needed here counts as lost; fields that are not known here are kept.
 */

const bytes = z.instanceof(Uint8Array);
const texts = z.array(z.string());
const checkpoint = z.looseObject({ origin: z.string(), size: z.number(), root: bytes, note: bytes });

const record = z.looseObject({
  feed: z.string(),
  trusted: z.looseObject({ root: bytes, timestamp: bytes, snapshot: bytes, targets: bytes }),
  alliance: z.unknown(),
  source: z.enum(['baseline', 'synced']),
  checked: z.nullable(z.number()),
  failures: z.number(),
  error: z.nullable(z.looseObject({ code: z.string(), message: z.string() })),
  faulty: texts,
  allianceFile: z.optional(bytes),
  allowance: z.optional(z.object({ at: z.number(), bytes: z.number() })),
  looked: z.optional(z.number()),
  next: z.optional(z.number()),
  log: z.optional(
    z.looseObject({ newest: checkpoint, version: z.number(), grown: checkpoint, checked: z.number() }),
  ),
});

/** A feed's record with metadata that can be read, or undefined. */
export function asRecord(value: unknown): FeedRecord | undefined {
  return orUndefined(() => {
    const parsed = record.parse(value) as unknown as FeedRecord;
    stateOf(parsed.trusted);
    parseAlliance(parsed.alliance);
    return parsed;
  });
}

/** A list's text, a picture; or undefined. */
export function asBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  return value instanceof Uint8Array ? (value as Uint8Array<ArrayBuffer>) : undefined;
}

const hashes = z.object({ hashes: z.instanceof(Uint32Array), hashesDigest: z.string() });

/** What a filter is made of, or undefined. */
export function asHashes(value: unknown): Pick<StoredList, 'hashes' | 'hashesDigest'> | undefined {
  return orUndefined(() => hashes.parse(value) as Pick<StoredList, 'hashes' | 'hashesDigest'>);
}

const text = z.nullable(z.string());
const addition = z.looseObject({ id: z.string(), note: z.string(), state: z.string(), error: text });

const report = z.looseObject({
  report: z.looseObject({ id: z.string(), subject: z.string(), kind: z.string() }),
  feed: z.string(),
  created: z.string(),
  state: z.string(),
  ...{ receipt: text, reason: text, error: text, since: text, asked: text, picture: text },
  additions: z.array(addition),
  isNews: z.boolean(),
});

/** A report, or undefined. One of an earlier version is without what became known of it later. */
export function asReport(value: unknown): SentReport | undefined {
  return orUndefined(() => report.parse({ ...untold, ...(value as object) }) as unknown as SentReport);
}

/** A small value of a shape, or undefined. */
export async function storedAs<T>(
  values: Values,
  name: string,
  schema: z.ZodMiniType<T>,
): Promise<T | undefined> {
  const value = await values.get(name).catch(console.error);
  return schema.safeParse(value).data;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
