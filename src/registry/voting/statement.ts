import type { Alliance } from '../../core/alliance.ts';
import type { Kind, Level } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Batch, leafBytes, messageOf, parseLeaf, type Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { writeList } from '../../core/list.ts';
import { toHex } from '../../core/tuf/bytes.ts';
import type { SigningKey } from '../keys/key-file.ts';
import { sha256Of } from '../release/list-text.ts';
import { instant } from '../store/database.ts';

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

/** Who says it, in which log, and when. */
export interface Voter {
  readonly key: SigningKey;
  readonly member: string;
  readonly origin: string;
}

/** A batch's text, and the SHA-256 under which it lies beside the log. */
export interface BatchBody {
  readonly sha256: string;
  readonly text: Uint8Array;
}

/** Whose reviewer's key this is. @throws BaizeError `input` when the alliance has no such reviewer */
export function voterOf(alliance: Alliance, key: SigningKey): Voter {
  const member = alliance.members.find(({ reviewers }) =>
    reviewers.some((reviewer) => reviewer.key === key.public),
  );
  if (member !== undefined) return { key, member: member.id, origin: alliance.log.origin };
  const message = `No member of ${alliance.name.en} names this key (${key.public.slice(0, 16)}…) as a reviewer's: its votes would not count.`;
  throw new BaizeError('input', message);
}

/** Signs a vote on one key. @returns the bytes of its leaf. @throws BaizeError `input` when a part of it is malformed */
export async function signVote(voter: Voter, key: string, opinion: Opinion, now: Date): Promise<Uint8Array> {
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
  return sign(voter, { _type: 'vote', ...about, ...why(reason, evidence), ...byWhom(voter, now) } as Vote);
}

/** Signs one statement over a body. */
export async function signBatch(
  voter: Voter,
  body: BatchBody,
  keys: number,
  { action, reason, evidence = [] }: Opinion,
  now: Date,
): Promise<Uint8Array> {
  const about = { sha256: body.sha256, length: body.text.length, keys };
  return sign(voter, {
    _type: 'batch',
    action,
    body: about,
    ...why(reason, evidence),
    ...byWhom(voter, now),
  });
}

/** The text of a batch: a list's lines to list, sorted keys to clear. */
export function bodyOf(keys: readonly string[], opinion: Opinion): BatchBody {
  const text =
    opinion.action === 'list'
      ? writeList(keys.map((key) => ({ key, kind: opinion.kind, level: opinion.level })))
      : Buffer.from(
          [...keys]
            .sort()
            .map((key) => `${key}\n`)
            .join(''),
        );
  return { sha256: sha256Of(text), text };
}

const byWhom = ({ member, origin }: Voter, now: Date) => ({ feed: origin, member, time: instant(now) });

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

async function sign({ key }: Voter, said: Vote | Batch): Promise<Uint8Array> {
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
