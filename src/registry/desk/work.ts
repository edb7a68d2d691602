import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { limits } from '../../core/limits.ts';
import { parseWork, readWork, type Work, workAlgorithm } from '../../core/work.ts';
import type { Db } from '../store/schema.ts';
import { secretOf } from '../store/secret.ts';

/** What a report costs its sender. */
export interface WorkPrice {
  /** How many tries, on average: between half and half as many again. */
  readonly tries: number;
  /** Rounds of SHA-256 that each takes. */
  readonly cost: number;
}

export const workPrice: WorkPrice = { tries: limits.workTries, cost: limits.workCost };

/** Work for whoever is about to send something under this id. Costs this registry one try. */
export async function askForWork(db: Db, id: string, { tries, cost }: WorkPrice, now: Date): Promise<Work> {
  const most = Math.ceil(tries * 1.5);
  const challenge = await createChallenge({
    ...{ algorithm: workAlgorithm, cost, deriveKey },
    counter: randomInt(most, Math.floor(tries / 2)),
    data: { for: id, most },
    expiresAt: new Date(now.getTime() + limits.workLife),
    ...(await secretsOf(db)),
  });
  return parseWork(challenge);
}

/** Whether a header shows that the work asked for this id was done, and not long ago. Needs no try. */
export async function isWorkDone(db: Db, id: string, header: string): Promise<boolean> {
  const done = readWork(header);
  if (done?.challenge.parameters.data.for !== id) return false;
  return (await verifySolution({ ...done, deriveKey, ...(await secretsOf(db)) })).verified;
}

/** One secret for what is asked, one for what comes out. */
async function secretsOf(db: Db) {
  const secret = (await secretOf(db, 'work')).toString('hex');
  return { hmacSignatureSecret: secret, hmacKeySignatureSecret: `key ${secret}` };
}
