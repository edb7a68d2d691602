import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';

/** What a key signs: roots, releases and checkpoints, votes, or the registry's own checkpoints. No key signs for two. */
export const keyUses = ['root', 'cosigner', 'vote', 'log'] as const;
export type KeyUse = (typeof keyUses)[number];

const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const id = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/));

const publicPart = {
  use: z.enum(keyUses),
  /** Whose key it is; the registry's log key is nobody's. */
  member: z.optional(id),
  /** What its owner calls it. */
  label: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  /** Ed25519 public key (RFC 8032). */
  public: hex,
};

export const publicKeySchema = z.strictObject({ _type: z.literal('public-key'), ...publicPart });
/** Either `secret`, the 32 bytes of RFC 8032 in hex, or `age`: the same, sealed with a passphrase (age-encryption.org/v1). */
export const keySchema = z.union([
  z.strictObject({ _type: z.literal('key'), ...publicPart, secret: hex }),
  z.strictObject({
    _type: z.literal('key'),
    ...publicPart,
    age: z.string().check(z.maxLength(limits.keyFileBytes)),
  }),
]);

/** The part of a key that others may see, as `key export` prints it. */
export type PublicKey = z.infer<typeof publicKeySchema>;
/** What a key file holds. */
export type KeyFile = z.infer<typeof keySchema>;
