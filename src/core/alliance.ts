import * as z from 'zod/mini';
import { BaizeError } from './errors.ts';
import { limits } from './limits.ts';

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const webAddress = text(limits.urlLength).check(z.regex(/^https?:\/\/[^\s]+$/));
const publicKey = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const count = (most: number) => z.int().check(z.gte(1), z.lte(most));
const id = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/));

/** A name in the languages Baize speaks; `en` stands in for those that are missing. */
const nameSchema = z.object({
  en: text(80),
  'zh-CN': z.optional(text(80)),
  'zh-TW': z.optional(text(80)),
});

const reviewerSchema = z.object({
  /** Ed25519 public key in hex: what votes are signed with. */
  key: publicKey,
  /** What the member calls this reviewer; no name of a person need stand here. */
  label: z.optional(text(80)),
  /** A coordinator votes like every reviewer, and manages those of its member. */
  role: z.optional(z.literal('coordinator')),
});

/** Who may read everything at the desk and votes on nothing: an agency, a newspaper. */
const observerSchema = z.object({ key: publicKey, label: text(80) });

const memberSchema = z.object({
  /** As `x-baize-member` of the root has it, and the name under which its co-signer signs the log. */
  id,
  name: nameSchema,
  homepage: z.optional(webAddress),
  /** Members under common control share a group and count once. */
  group: z.optional(id),
  reviewers: z.array(reviewerSchema).check(z.maxLength(200)),
});

const allianceSchema = z.object({
  name: nameSchema,
  homepage: z.optional(webAddress),
  /** Base addresses of the feed and its mirrors, each ending with a slash. */
  addresses: z.array(webAddress.check(z.endsWith('/'))).check(z.minLength(1), z.maxLength(20)),
  /** Where reports are posted: an address, or one relative to the base address. */
  reports: text(limits.urlLength),
  /** The transparency log: its origin (c2sp.org/tlog-checkpoint) and the registry's Ed25519 key for it in hex. */
  log: z.object({ origin: text(200).check(z.regex(/^[!-*,-~]+$/)), key: publicKey }),
  /** How many members have to agree before an entry comes or goes. */
  quorum: count(100),
  /** What one member may vote on a day (UTC): statements, and keys in all of them. */
  caps: z.object({ votes: count(1_000_000), keys: count(10_000_000) }),
  members: z.array(memberSchema).check(z.minLength(1), z.maxLength(100)),
  observers: z.optional(z.array(observerSchema).check(z.maxLength(200))),
  /** The age recipient (`age1…`) for whom people seal how they can be reached; without it nobody is asked. */
  contact: z.optional(z.string().check(z.regex(/^age1[02-9ac-hj-np-z]{58}$/))),
});

/** The signed target that says who publishes the feed, who its members are and by what rules they list. */
export type Alliance = z.infer<typeof allianceSchema>;
export type Member = z.infer<typeof memberSchema>;

/**
 * Reads `alliance.json`, parsed from JSON.
 *
 * @throws BaizeError `format`, also when two members share an id, two people a key, or the quorum can not be reached
 */
export function parseAlliance(value: unknown): Alliance {
  const result = z.safeParse(allianceSchema, value);
  if (!result.success) throw refuse(`is malformed at "${result.error.issues[0]?.path.join('.')}"`);
  const { members, quorum, observers = [] } = result.data;
  if (hasTwins(members.map((member) => member.id))) throw refuse('names a member twice');
  if (hasTwins([...members.flatMap(({ reviewers }) => reviewers), ...observers].map(({ key }) => key))) {
    throw refuse('names a key twice');
  }
  const groups = new Set(members.map(groupOf)).size;
  if (quorum > groups) throw refuse(`asks for ${quorum} members where ${groups} count`);
  return result.data;
}

/** What counts as one voice: the group, or the member itself. A group is never mistaken for a member of that name. */
export function groupOf({ id, group }: Pick<Member, 'id' | 'group'>): string {
  return group === undefined ? id : `group ${group}`;
}

function hasTwins(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

function refuse(what: string): BaizeError {
  return new BaizeError('format', `The feed's alliance.json ${what}.`);
}
