import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { listableKey } from '../listable.ts';
import { ownHosts } from '../registry.ts';
import { reportsOn } from '../store/cases.ts';
import { findEntries } from '../store/entries.ts';
import type { PreviewLine } from './api.ts';
import { caseKeyOf } from './case-key.ts';
import type { Look } from './queue.ts';

/** `POST /preview`. */
export const previewSchema = z.strictObject({
  keys: z.array(z.string().max(limits.urlLength)).max(limits.previewKeys),
});

/** What a vote on many keys would be about, line for line as it was typed. */
export async function preview(
  { db, alliance }: Look,
  texts: readonly string[],
): Promise<readonly PreviewLine[]> {
  const hosts = ownHosts(alliance);
  const lines = texts.map((text) => ({ text, ...listableKey(text, hosts) }));
  const keys = lines.flatMap((line) => ('key' in line ? [line.key] : []));
  const listed = new Map((await findEntries(db, keys)).map(({ key, kind }) => [key, kind]));
  const reports = await reportsOn(
    db,
    keys.map((key) => caseKeyOf(key).key),
  );
  return lines.map((line) =>
    'refusal' in line
      ? { text: line.text, key: null, refusal: line.refusal, listed: null, reports: 0 }
      : {
          ...{ text: line.text, key: line.key, refusal: null, listed: listed.get(line.key) ?? null },
          reports: reports.get(caseKeyOf(line.key).key) ?? 0,
        },
  );
}
