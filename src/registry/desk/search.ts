import * as z from 'zod';
import { keyOf, parseSubject } from '../../chains/subject.ts';
import { containing } from '../store/dialect.ts';
import { findEntries } from '../store/entries.ts';
import type { Found } from './api.ts';
import { caseKeyOf } from './case-key.ts';
import type { Listed } from './published.ts';
import { type Look, showCases } from './queue.ts';

const MOST = 50;

/** `GET /search`. */
export const searchSchema = z.object({ q: z.string().trim().min(1).max(1_024) });

/** Listed entries and cases whose key begins with a text, or holds it, in whatever spelling a site or address was typed. */
export async function search(look: Look, listed: Listed, q: string): Promise<Found> {
  const { db } = look;
  const texts = spellingsOf(q);
  const found = new Map(
    [
      ...texts.flatMap((text) => listed.startingWith(text, MOST)),
      ...texts.flatMap((text) => listed.holding(text, MOST)),
    ].map((entry) => [entry.key, entry]),
  );
  const entries = [...found.values()].slice(0, MOST);
  const stored = await findEntries(
    db,
    entries.map(({ key }) => key),
  );
  const added = new Map(stored.map((entry) => [entry.key, entry.added]));
  const cases = await db
    .selectFrom('case')
    .selectAll()
    .where((eb) => eb.or(texts.map((text) => containing('key', text))))
    .orderBy('latest', 'desc')
    .limit(MOST)
    .execute();
  return {
    entries: entries.map((entry) => ({ ...entry, added: added.get(entry.key) ?? '' })),
    cases: await showCases(look, cases),
  };
}

/** As it was typed, in small letters, and as the key that it names. */
function spellingsOf(q: string): string[] {
  const subject = parseSubject(q);
  const key = subject && (keyOf(subject) ?? caseKeyOf(q).key);
  return [...new Set([key ?? q, q, q.toLowerCase()])];
}
