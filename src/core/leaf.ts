import * as z from 'zod/mini';
import { kinds } from './entry.ts';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';
import { canonical, type JsonValue, parseStrict } from './tuf/json.ts';

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = z.int().check(z.gte(0));
/** ISO 8601, UTC, whole seconds, and a real instant. */
const instant = z.string().check(
  z.refine((value) => {
    const time = Date.parse(value);
    const isForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    return isForm && !Number.isNaN(time) && new Date(time).toISOString() === value.replace('Z', '.000Z');
  }),
);
const evidence = z
  .array(text(limits.evidenceLength).check(z.regex(/^https:\/\/[!-~]+$/)))
  .check(z.maxLength(limits.evidenceLinks));

/** What every vote says: which log it is for, who votes, when and why. */
const said = {
  /** The log's origin: a vote for one alliance is none for another. */
  feed: text(200),
  member: text(32),
  reason: z.optional(text(limits.reasonLength)),
  evidence: z.optional(evidence),
  time: instant,
};
const key = text(limits.keyLength);

const listVote = z.strictObject({
  _type: z.literal('vote'),
  action: z.literal('list'),
  key,
  kind: z.enum(kinds),
  level: z.enum(['stop', 'caution']),
  /** One member alone asks for a `caution` for 72 hours. */
  emergency: z.optional(z.literal(true)),
  ...said,
});
const clearVote = z.strictObject({ _type: z.literal('vote'), action: z.literal('clear'), key, ...said });

/**
 * One statement over many keys. Its body lies beside the log under its SHA-256: a list's text (`KEY KIND[ caution]`) for
 * `list`, sorted lines of `KEY` for `clear`.
 */
const batch = z.strictObject({
  _type: z.literal('batch'),
  action: z.enum(['list', 'clear']),
  body: z.strictObject({ sha256: hex, length: count, keys: count }),
  ...said,
});

/** That somebody objects to an entry. The text lies with the registry; here only that it came, and when. */
const appeal = z.strictObject({
  _type: z.literal('appeal'),
  feed: text(200),
  key,
  /** SHA-256 of what was filed. */
  digest: hex,
  time: instant,
});

/** What the list is after all leaves before this one, as of its time. */
const release = z.strictObject({
  _type: z.literal('release'),
  feed: text(200),
  /** Version of `targets.json`. */
  version: z.int().check(z.gte(1)),
  time: instant,
  /** Version of the root in force, and SHA-256 of the alliance.json that it names. */
  root: z.int().check(z.gte(1)),
  alliance: hex,
  list: z.strictObject({ length: count, sha256: hex, entries: count }),
});

type ListVote = z.infer<typeof listVote>;
type ClearVote = z.infer<typeof clearVote>;
export type Vote = ListVote | ClearVote;
export type Batch = z.infer<typeof batch>;
type Appeal = z.infer<typeof appeal>;
export type ReleaseLeaf = z.infer<typeof release>;
/** What is said by a leaf of the log. */
export type Said = Vote | Batch | Appeal | ReleaseLeaf;

const envelope = z.strictObject({
  signed: z.union([listVote, clearVote, batch, appeal, release]),
  /** Votes and batches carry one, by a reviewer's key; `keyid` is its public key in hex. The others carry none. */
  signatures: z
    .array(z.strictObject({ keyid: hex, sig: z.string().check(z.regex(/^[0-9a-f]{128}$/)) }))
    .check(z.maxLength(1)),
});

/** A leaf of the log, read. */
export interface Leaf {
  readonly signed: Said;
  readonly signature: { readonly keyid: string; readonly sig: string } | null;
  /** What a signature covers: the canonical form of `signed`. */
  readonly message: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the bytes of a leaf: the canonical JSON of `{"signatures": […], "signed": {…}}`, so that one statement is one leaf.
 * The signature is not verified here.
 *
 * @throws BaizeError `format`, `length`
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > limits.leafBytes)
    throw new BaizeError('length', 'The statement is too long for the log.');
  const value = parseStrict(bytes);
  const result = z.safeParse(envelope, value);
  if (!result.success) {
    const path = result.error.issues[0]?.path.join('.') ?? '';
    throw new BaizeError('format', `The statement is malformed at "${path}".`);
  }
  if (!sameBytes(canonical(value), bytes)) {
    throw new BaizeError('format', 'The statement is not in its canonical form.');
  }
  const { signed, signatures } = result.data;
  const needed = signed._type === 'vote' || signed._type === 'batch' ? 1 : 0;
  if (signatures.length !== needed)
    throw new BaizeError('format', `A ${signed._type} has ${needed} signatures.`);
  return {
    signed,
    signature: signatures[0] ?? null,
    message: canonical((value as { signed: JsonValue }).signed),
  };
}

/** What a reviewer signs. */
export function messageOf(signed: Said): Uint8Array<ArrayBuffer> {
  return canonical(plain(signed));
}

/** The bytes of a leaf. @param signature of `messageOf(signed)`, null for what carries none */
export function leafBytes(signed: Said, signature: Leaf['signature']): Uint8Array<ArrayBuffer> {
  return canonical(plain({ signed, signatures: signature === null ? [] : [signature] }));
}

/** The value as its reader will parse it, so that exactly that is signed. */
function plain(value: object): JsonValue {
  return parseStrict(new TextEncoder().encode(JSON.stringify(value)));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
