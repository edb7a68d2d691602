import { createHash, randomBytes } from 'node:crypto';
import { limits } from '../../core/limits.ts';
import { instant } from './database.ts';
import { beside } from './dialect.ts';
import type { Db } from './schema.ts';

/** How much older than now the note of a session's last use may be: not every request has to write. */
const USE_NOTED = 60_000;

/** A session that stands. */
export interface Session {
  /** What the cookie holds. */
  readonly token: string;
  /** Public key in hex of who signed in. */
  readonly key: string;
  readonly used: string;
}

/**
 * Begins a session for whoever answered a challenge, which is spent by that; what is over is cleared away.
 *
 * @returns the cookie's value; null when the challenge was answered before
 */
export async function startSession(
  db: Db,
  key: string,
  challenge: string,
  now: Date,
): Promise<string | null> {
  const token = randomBytes(32).toString('base64url');
  const time = instant(now);
  return beside(db).execute(async (tx) => {
    const answered = await tx
      .insertInto('answered')
      .values({ challenge: hashOf(challenge), time })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (answered.numInsertedOrUpdatedRows !== 1n) return null;
    await clearAway(tx, now);
    await tx
      .insertInto('session')
      .values({ hash: hashOf(token), keyid: key, started: time, used: time })
      .execute();
    return token;
  });
}

async function clearAway(tx: Db, now: Date): Promise<void> {
  await tx
    .deleteFrom('answered')
    .where('time', '<', before(now, 2 * limits.challengeLife))
    .execute();
  await tx
    .deleteFrom('session')
    .where((eb) =>
      eb.or([
        eb('used', '<', before(now, limits.sessionIdle)),
        eb('started', '<', before(now, limits.sessionLife)),
      ]),
    )
    .execute();
}

/** The session with this cookie, if it stands. */
export async function findSession(db: Db, token: string, now: Date): Promise<Session | null> {
  const row = await db
    .selectFrom('session')
    .selectAll()
    .where('hash', '=', hashOf(token))
    .where('used', '>=', before(now, limits.sessionIdle))
    .where('started', '>=', before(now, limits.sessionLife))
    .executeTakeFirst();
  if (row === undefined) return null;
  return { token, key: row.keyid, used: row.used };
}

/** Notes that a person uses a session, not only a page that was left open. */
export async function noteUse(db: Db, { token, used }: Session, now: Date): Promise<void> {
  if (used >= before(now, USE_NOTED)) return;
  await beside(db).execute((tx) =>
    tx
      .updateTable('session')
      .set({ used: instant(now) })
      .where('hash', '=', hashOf(token))
      .execute(),
  );
}

export async function endSession(db: Db, token: string): Promise<void> {
  await beside(db).execute((tx) => tx.deleteFrom('session').where('hash', '=', hashOf(token)).execute());
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const before = (now: Date, time: number): string => instant(new Date(now.getTime() - time));
