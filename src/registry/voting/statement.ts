import type { Alliance } from '../../core/alliance.ts';
import { instant } from '../../core/dates.ts';
import type { Kind, Level } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Batch, leafBytes, messageOf, parseLeaf, type Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { writeList } from '../../core/list.ts';
import { sha256, toHex } from '../../core/tuf/bytes.ts';

/** What a reviewer says of one key or many, apart from the keys. */
export type Opinion =
  | {
      readonly action: 'list';
      readonly kind: Kind;
      readonly level: Level;
      readonly emergency?: boolean;
      readonly reason?: string | undefined;
      readonly evidence?: readonly string[];
    }
  | { readonly action: 'clear'; readonly reason?: string | undefined; readonly evidence?: readonly string[] };

/** What signs a statement: a key file's key, or the one that a browser keeps. */
export interface Signer {
  /** Ed25519 public key in hex. */
  readonly public: string;
  /** @returns 64 bytes (RFC 8032) */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Who says it, and in which log. */
export interface Voter {
  readonly key: Signer;
  readonly member: string;
  readonly origin: string;
}

/** A batch's text, and the SHA-256 under which it lies beside the log. */
export interface BatchBody {
  readonly sha256: string;
  readonly text: Uint8Array;
}

/** Whose reviewer's key this is. @throws BaizeError `input` when the alliance has no such reviewer */
export function voterOf(alliance: Alliance, key: Signer): Voter {
  const member = alliance.members.find(({ reviewers }) =>
    reviewers.some((reviewer) => reviewer.key === key.public),
  );
  if (member !== undefined) return { key, member: member.id, origin: alliance.log.origin };
  const message = `No member of ${alliance.name.en} names this key (${key.public.slice(0, 16)}…) as a reviewer's: its votes would not count.`;
  throw new BaizeError('input', message);
}

/** What a vote on one key says, for whoever signs it to read first. @throws BaizeError `input` as `signVote` does */
export function voteOn(by: Omit<Voter, 'key'>, key: string, opinion: Opinion, now: Date): Vote {
  const { action, reason, evidence = [] } = opinion;
  const about =
    action === 'list'
      ? {
          action,
          key,
          kind: opinion.kind,
          level: opinion.level,
          ...(opinion.emergency && { emergency: true as const }),
        }
      : { action, key };
  return { _type: 'vote', ...about, ...why(reason, evidence), ...byWhom(by, now) } as Vote;
}

/** What one statement over a body says. @throws BaizeError `input` as `signBatch` does */
export function batchOver(
  by: Omit<Voter, 'key'>,
  body: BatchBody,
  keys: number,
  { action, reason, evidence = [] }: Opinion,
  now: Date,
): Batch {
  const about = { sha256: body.sha256, length: body.text.length, keys };
  return { _type: 'batch', action, body: about, ...why(reason, evidence), ...byWhom(by, now) };
}

/** Signs a vote on one key. @returns the bytes of its leaf. @throws BaizeError `input` when a part of it is malformed */
export async function signVote(voter: Voter, key: string, opinion: Opinion, now: Date): Promise<Uint8Array> {
  return signStatement(voter.key, voteOn(voter, key, opinion, now));
}

/** Signs one statement over a body. */
export async function signBatch(
  voter: Voter,
  body: BatchBody,
  keys: number,
  opinion: Opinion,
  now: Date,
): Promise<Uint8Array> {
  return signStatement(voter.key, batchOver(voter, body, keys, opinion, now));
}

/** The text of a batch: a list's lines to list, sorted keys to clear. */
export async function bodyOf(keys: readonly string[], opinion: Opinion): Promise<BatchBody> {
  const text =
    opinion.action === 'list'
      ? writeList(keys.map((key) => ({ key, kind: opinion.kind, level: opinion.level })))
      : new TextEncoder().encode(
          [...keys]
            .sort()
            .map((key) => `${key}\n`)
            .join(''),
        );
  return { sha256: await sha256(text), text };
}

const byWhom = ({ member, origin }: Omit<Voter, 'key'>, now: Date) => ({
  feed: origin,
  member,
  time: instant(now),
});

function why(reason: string | undefined, evidence: readonly string[]) {
  if (reason !== undefined && (reason.length < 1 || reason.length > limits.reasonLength)) {
    throw new BaizeError(
      'input',
      `A reason has 1 to ${limits.reasonLength} characters; this one has ${reason.length}.`,
    );
  }
  const isLink = (text: string) => /^https:\/\/[!-~]+$/.test(text) && text.length <= limits.evidenceLength;
  if (evidence.length > limits.evidenceLinks || !evidence.every(isLink)) {
    throw new BaizeError(
      'input',
      `Evidence is up to ${limits.evidenceLinks} links that begin with https://.`,
    );
  }
  return { ...(reason !== undefined && { reason }), ...(evidence.length > 0 && { evidence: [...evidence] }) };
}

/** @returns the bytes of the leaf. @throws BaizeError `input` when a part of what is said is malformed */
export async function signStatement(key: Signer, said: Vote | Batch): Promise<Uint8Array<ArrayBuffer>> {
  const signature = { keyid: key.public, sig: toHex(await key.sign(messageOf(said))) };
  const bytes = leafBytes(said, signature);
  try {
    parseLeaf(bytes);
  } catch (cause) {
    if (cause instanceof BaizeError) throw new BaizeError('input', cause.message, { cause });
    throw cause;
  }
  return bytes;
}
