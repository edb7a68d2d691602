import { BaizeError } from '../../core/errors.ts';
import { readAlliance } from '../../core/release.ts';
import type { FeedRecord } from './store.ts';

/**
 * A stored record with its alliance as this version reads it: the version that stored it may have understood less.
 *
 * @param file the package's alliance.json, for records of a version that kept none; it counts if it is the signed one
 */
export async function asReadNow(record: FeedRecord, file = record.allianceFile): Promise<FeedRecord> {
  if (file === undefined) return record;
  try {
    return { ...record, alliance: await readAlliance(file, record.trusted), allianceFile: file };
  } catch (error) {
    if (!(error instanceof BaizeError)) throw error;
    // The right bytes, which this version cannot read: what an earlier one read stands.
    if (error.code === 'format') return record;
    const { allianceFile: _, ...rest } = record;
    return rest;
  }
}
