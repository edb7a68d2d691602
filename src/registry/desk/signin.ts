import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { fromHex } from '../../core/tuf/bytes.ts';
import { verifierOf } from '../../core/tuf/keys.ts';
import { instant } from '../store/database.ts';
import type { Challenge } from './api.ts';

/** What a challenge is made for. */
export interface Door {
  /** The log's origin. */
  readonly origin: string;
  /** Host and port under which the desk was asked: one answer opens no other. */
  readonly host: string;
  /** This registry's own, so that nothing need be kept of challenges that nobody answers. */
  readonly secret: Uint8Array;
}

/** The first line. No statement of the log begins so: what is signed here can never be a vote, which is JSON. */
const TITLE = 'Sign in to the desk of a Baize alliance';
const FORM =
  /^(?<text>(?<door>[^\n]*\nlog: [^\n]*\nhost: [^\n]*\nkey: (?<key>[0-9a-f]{64})\n)time: (?<time>[^\n]*)\nnonce: [\w-]+\n)check: (?<check>[\w-]{43})\n$/;

/** The text that whoever has the key signs to sign in. @param key Ed25519 public key in hex */
export function challengeFor(door: Door, key: string, now: Date): Challenge {
  const nonce = randomBytes(18).toString('base64url');
  const text = `${headOf(door, key)}time: ${instant(now)}\nnonce: ${nonce}\n`;
  const expires = instant(new Date(now.getTime() + limits.challengeLife));
  return { challenge: `${text}check: ${checkOf(door, text).toString('base64url')}\n`, expires };
}

function headOf({ origin, host }: Door, key: string): string {
  return `${TITLE}\nlog: ${origin}\nhost: ${host}\nkey: ${key}\n`;
}

function checkOf({ secret }: Door, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

/** What comes back. */
export interface Answer {
  readonly key: string;
  readonly challenge: string;
  /** Ed25519 over the text's UTF-8, in hex. */
  readonly signature: string;
}

/**
 * Checks the answer to a challenge: made here, for this host and key, lately, and signed with it. That it was not answered
 * before is for whoever begins the session.
 *
 * @throws BaizeError `input` saying what is wrong
 */
export async function requireAnswer(door: Door, answer: Answer, now: Date): Promise<void> {
  const { key, challenge, signature } = answer;
  const parts = FORM.exec(challenge)?.groups;
  const isOurs = parts && isSame(checkOf(door, parts.text!), Buffer.from(parts.check!, 'base64url'));
  if (!isOurs || parts.door !== headOf(door, key)) throw refuse('The challenge is not one of this registry.');
  const age = now.getTime() - Date.parse(parts.time!);
  if (!(age <= limits.challengeLife)) throw refuse('The challenge is too old: ask for another.');
  if (!(await isSigned(key, challenge, signature))) throw refuse('The signature does not hold.');
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

async function isSigned(key: string, text: string, signature: string): Promise<boolean> {
  const verifier = await verifierOf({
    ...{ keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key } },
  });
  const bytes = fromHex(signature);
  return bytes !== undefined && ((await verifier?.verify(Buffer.from(text), bytes)) ?? false);
}

function refuse(what: string): BaizeError {
  return new BaizeError('input', what);
}
