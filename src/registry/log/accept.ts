import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Batch, type Leaf, parseLeaf, type Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { ownHosts } from '../registry.ts';
import { isSigned, refusalOfKey } from '../review/statement.ts';
import { findBody } from '../store/bodies.ts';
import { type Appended, appendLeaf } from '../store/leaves.ts';
import type { Db } from '../store/schema.ts';

/** Where a batch's statement stands when its body is sent: base64 of its bytes. */
export const statementHeader = 'x-baize-statement';

/** A statement that a reviewer signed. */
export interface Statement extends Leaf {
  readonly signed: Vote | Batch;
  readonly signature: NonNullable<Leaf['signature']>;
  readonly bytes: Uint8Array;
}

/**
 * Takes a vote into the log. When this returns, it is on the disk at its final place.
 *
 * @param statement as `requireStatement` gave it
 * @throws BaizeError `input` when its key may not be listed, or its body is not here
 */
export async function acceptVote(
  db: Db,
  alliance: Alliance,
  { signed, bytes }: Statement,
  now: Date,
): Promise<Appended> {
  const isBatch = signed._type === 'batch';
  if (isBatch) await requireBody(db, signed);
  else requireListable(signed, alliance);
  return appendLeaf(db, { bytes, batch: isBatch ? signed.body.sha256 : null }, now);
}

/**
 * Reads a statement and checks that a reviewer of the alliance signed it, for this log and lately. What the replay would
 * pass over is refused here, with a sentence for whoever sent it; the replay does not rest on that.
 *
 * @param bytes in canonical form
 * @throws BaizeError `input` saying what is wrong with it
 */
export async function requireStatement(bytes: Uint8Array, alliance: Alliance, now: Date): Promise<Statement> {
  const leaf = readLeaf(bytes);
  const { signed, signature } = leaf;
  if (signed._type !== 'vote' && signed._type !== 'batch') {
    throw refuse(`Votes and batches of votes are taken here, no ${signed._type}.`);
  }
  if (signed.feed !== alliance.log.origin) {
    throw refuse(`The vote is for the log "${signed.feed}"; this one is "${alliance.log.origin}".`);
  }
  const member = alliance.members.find(({ id }) => id === signed.member);
  if (member === undefined) throw refuse(`There is no member "${signed.member}" in this alliance.`);
  if (!member.reviewers.some(({ key }) => key === signature!.keyid)) {
    throw refuse(`The vote is not signed by a reviewer of ${signed.member}.`);
  }
  requireTime(signed.time, now);
  if (!(await isSigned(leaf))) throw refuse('The signature of the vote does not hold.');
  return { ...leaf, signed, signature: signature!, bytes };
}

function readLeaf(bytes: Uint8Array): Leaf {
  try {
    return parseLeaf(bytes);
  } catch (cause) {
    if (cause instanceof BaizeError) throw new BaizeError('input', cause.message, { cause });
    throw cause;
  }
}

function requireTime(time: string, now: Date): void {
  const age = now.getTime() - Date.parse(time);
  if (age < -limits.voteSkew) throw refuse('The vote is from the future: is the clock right?');
  if (age > limits.voteAge) throw refuse('The vote is older than a week: sign it anew.');
}

/** What may not be listed any more may still be cleared, by its exact key. */
function requireListable({ action, key }: Vote, alliance: Alliance): void {
  const refusal = action === 'list' ? refusalOfKey(key, ownHosts(alliance)) : null;
  if (refusal !== null) throw refuse(`${refusal}.`);
}

async function requireBody(db: Db, { body }: Batch): Promise<void> {
  const known = await findBody(db, body.sha256);
  if (known === null) throw refuse(`The body ${body.sha256} is not here: send it before the vote.`);
  if (known.length !== body.length) throw refuse('The body has another length than the vote says.');
}

function refuse(what: string): BaizeError {
  return new BaizeError('input', what);
}
