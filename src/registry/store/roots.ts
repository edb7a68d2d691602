import { createHash } from 'node:crypto';
import { type Alliance, parseAlliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { parseRoot, type Root } from '../../core/tuf/metadata.ts';
import type { Db } from './schema.ts';

/** The newest root, and the alliance that it names. */
export interface InForce {
  readonly root: Root;
  readonly rootBody: string;
  readonly alliance: Alliance;
  /** SHA-256 of `allianceBody`, as root names it. */
  readonly digest: string;
  readonly allianceBody: string;
}

/** Every root, oldest first. */
export async function roots(db: Db): Promise<{ version: number; body: string }[]> {
  return db.selectFrom('root').selectAll().orderBy('version').execute();
}

/** The root of a version, or null. */
export async function rootBody(db: Db, version: number): Promise<string | null> {
  const row = await db.selectFrom('root').select('body').where('version', '=', version).executeTakeFirst();
  return row?.body ?? null;
}

/** The alliance.json with this SHA-256, or null. */
export async function allianceBody(db: Db, sha256: string): Promise<string | null> {
  const row = await db.selectFrom('alliance').select('body').where('sha256', '=', sha256).executeTakeFirst();
  return row?.body ?? null;
}

/** Every alliance.json that a root ever named. They stay in the feed for ever: whoever replays the log needs them. */
export async function alliances(db: Db): Promise<{ sha256: string; body: string }[]> {
  return db.selectFrom('alliance').selectAll().orderBy('sha256').execute();
}

/** Reading both takes 2 ms for twenty members with ten reviewers each, and every request at the desk asks. */
let lastRead: InForce | null = null;

/** What says who publishes and by what rules, or null before the first root. */
export async function inForce(db: Db): Promise<InForce | null> {
  const newest = await db
    .selectFrom('root')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  // A root names its alliance by digest, so what was read of this one is still so.
  if (newest.body === lastRead?.rootBody) return lastRead;
  const root = parseRoot(Buffer.from(newest.body)).signed;
  const digest = root['x-baize-alliance'] ?? '';
  const named = await db.selectFrom('alliance').selectAll().where('sha256', '=', digest).executeTakeFirst();
  if (named === undefined) {
    const message = `Root ${newest.version} names no alliance that is stored here. This registry was made by an older Baize: begin anew with baize init.`;
    throw new BaizeError('missing', message);
  }
  lastRead = {
    ...{ root, rootBody: newest.body, digest, allianceBody: named.body },
    alliance: parseAlliance(parseStrict(Buffer.from(named.body))),
  };
  return lastRead;
}

/**
 * Stores a root with the alliance that it names, in one transaction. A version that is there stays as it is.
 *
 * @returns whether it is stored now, to the byte
 */
export async function putRoot(db: Db, version: number, body: string, allianceBody: string): Promise<boolean> {
  const sha256 = createHash('sha256').update(allianceBody).digest('hex');
  return db.transaction().execute(async (tx) => {
    await tx
      .insertInto('alliance')
      .values({ sha256, body: allianceBody })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto('root')
      .values({ version, body })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const stored = await tx
      .selectFrom('root')
      .select('body')
      .where('version', '=', version)
      .executeTakeFirst();
    return stored?.body === body;
  });
}
