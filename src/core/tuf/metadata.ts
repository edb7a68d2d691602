import * as z from 'zod/mini';
import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { canonical, type JsonValue, parseStrict } from './json.ts';

/** The four top-level roles (specification 2.1). */
export type RoleName = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** `YYYY-MM-DDTHH:MM:SSZ` and a real day and second (specification 4.2); a leap second or 24:00 is none. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) &&
    !Number.isNaN(time) &&
    new Date(time).toISOString() === text.replace('Z', '.000Z')
  );
}

const text = z.string();
const positive = z.int().check(z.positive());
const length = z.int().check(z.nonnegative());
const hashes = z.record(text, text).check(z.refine((listed) => Object.keys(listed).length > 0));

/** Fields of every role (specification 4.3). Any 1.x is read: 1.x only adds fields, and those stay in the signed bytes. */
const common = {
  spec_version: text.check(z.regex(/^1\.\d/)),
  version: positive,
  expires: text.check(z.refine(isInstant)),
};

/** Specification 4.2, and `x-baize-member`: whose key it is. Keys of a scheme not known here may look like anything. */
const key = z.object({
  keytype: text,
  scheme: text,
  keyval: z.record(text, z.unknown()),
  'x-baize-member': z.optional(text),
});

const role = z.object({
  keyids: z.array(text).check(z.refine((ids) => new Set(ids).size === ids.length)),
  threshold: positive,
});

const root = z.object({
  _type: z.literal('root'),
  ...common,
  consistent_snapshot: z.optional(z.boolean()),
  keys: z.record(text, key),
  roles: z.object({ root: role, timestamp: role, snapshot: role, targets: role }),
  /** SHA-256 of the alliance.json in force: who is a member, and by what rules, is decided by the root's threshold. */
  'x-baize-alliance': z.optional(text.check(z.regex(/^[0-9a-f]{64}$/))),
});

const metaFile = z.object({ version: positive, length: z.optional(length), hashes: z.optional(hashes) });

const timestamp = z.object({
  _type: z.literal('timestamp'),
  ...common,
  meta: z.object({ 'snapshot.json': metaFile }),
});

const snapshot = z.object({
  _type: z.literal('snapshot'),
  ...common,
  meta: z.record(text, metaFile).check(z.refine((meta) => Object.hasOwn(meta, 'targets.json'))),
});

const targetFile = z.object({ length, hashes, custom: z.optional(z.record(text, z.unknown())) });

const targets = z.object({
  _type: z.literal('targets'),
  ...common,
  targets: z.record(text, targetFile),
});

/** Specification 4.2: a key id stands at most once among the signatures. What a `sig` holds is judged when it is verified. */
const envelope = z.object({
  signed: z.unknown(),
  signatures: z
    .array(z.object({ keyid: text, sig: text }))
    .check(z.maxLength(limits.signaturesPerRole))
    .check(z.refine((list) => new Set(list.map(({ keyid }) => keyid)).size === list.length)),
});

export type Key = z.infer<typeof key>;
export type Root = z.infer<typeof root>;
export type Timestamp = z.infer<typeof timestamp>;
export type Snapshot = z.infer<typeof snapshot>;
export type Targets = z.infer<typeof targets>;
export type MetaFile = z.infer<typeof metaFile>;
export type TargetFile = z.infer<typeof targetFile>;

/** One metadata file, read but not yet verified. */
export interface Metadata<T> {
  readonly signed: T;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  /** What the signatures cover: the canonical form of `signed` as received, unknown fields included. */
  readonly message: Uint8Array<ArrayBuffer>;
}

function reader<T>(name: RoleName, schema: z.ZodMiniType<T>): (bytes: Uint8Array) => Metadata<T> {
  return (bytes) => {
    const { signed, signatures } = check(name, envelope, parseStrict(bytes));
    return { signed: check(name, schema, signed), signatures, message: canonical(signed as JsonValue) };
  };
}

function check<T>(name: RoleName, schema: z.ZodMiniType<T>, value: unknown): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BaizeError('format', `The ${name} metadata is malformed at "${issue?.path.join('.')}".`);
}

/** Each takes a file's bytes and throws `format` when they are not that role's metadata (specification 4.3 to 4.6). */
export const parseRoot = reader('root', root);
export const parseTimestamp = reader('timestamp', timestamp);
export const parseSnapshot = reader('snapshot', snapshot);
export const parseTargets = reader('targets', targets);
