import * as z from 'zod';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { canonical, type JsonValue, parseStrict } from '../../core/tuf/json.ts';

/** Where a proposal lies below the feed's base. */
export const proposalFile = 'proposal/proposal.json';

/** Roles in the order in which they are signed and written: what is referred to before what refers to it. */
export const proposedRoles = ['targets', 'snapshot', 'timestamp'] as const;
export type ProposedRole = (typeof proposedRoles)[number];

const signed = z.record(z.string(), z.unknown());

const proposalSchema = z.strictObject({
  _type: z.literal('proposal'),
  /** The unsigned metadata. Targets and snapshot are null where only the timestamp is to be renewed. */
  targets: signed.nullable(),
  snapshot: signed.nullable(),
  timestamp: signed,
  /** The text of the log's checkpoint (c2sp.org/tlog-checkpoint): its last leaf is the release. */
  checkpoint: z.string().max(limits.noteBytes),
  /** By which rules the registry listed (`rules.ts`): not signed, it only tells why a co-signer may come to another list. */
  rules: z.string().regex(/^[ -~]{1,200}$/),
});

/** What the registry asks co-signers to sign. */
export type Proposal = z.infer<typeof proposalSchema>;

const hexSignature = z.string().regex(/^[0-9a-f]{128}$/);

const cosignaturesSchema = z.strictObject({
  _type: z.literal('cosignatures'),
  /** Which proposal: the version of its timestamp, which none before it had. */
  timestamp: z.int().min(1),
  /** The co-signer's key, as root has it. */
  keyid: z.string().max(128),
  signatures: z.strictObject({
    targets: hexSignature.optional(),
    snapshot: hexSignature.optional(),
    timestamp: hexSignature,
    /** A line of the signed note (c2sp.org/tlog-cosignature). */
    checkpoint: z.string().max(limits.noteBytes).optional(),
  }),
});

/** What a co-signer signed of a proposal. */
export type Cosignatures = z.infer<typeof cosignaturesSchema>;

/** Reads a proposal. @throws BaizeError `format` */
export const parseProposal = (bytes: Uint8Array): Proposal => read(proposalSchema, bytes, 'proposal');

/** Reads what a co-signer sent. @throws BaizeError `format` */
export const parseCosignatures = (bytes: Uint8Array): Cosignatures =>
  read(cosignaturesSchema, bytes, 'set of cosignatures');

function read<T>(schema: z.ZodType<T>, bytes: Uint8Array, what: string): T {
  const result = schema.safeParse(parseStrict(bytes));
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new BaizeError('format', `The ${what} is malformed at "${path}".`);
}

/** The bytes that are signed of unsigned metadata. */
export function messageOf(metadata: object): Uint8Array<ArrayBuffer> {
  return canonical(parseStrict(Buffer.from(JSON.stringify(metadata))) as JsonValue);
}

/** Whether two pieces of metadata say exactly the same. */
export function isSame(a: object, b: object): boolean {
  return Buffer.from(messageOf(a)).equals(messageOf(b));
}
