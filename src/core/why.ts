import * as z from 'zod/mini';
import type { Alliance } from './alliance.ts';
import { type Kind, kinds, type Level } from './entry.ts';
import { BaizeError } from './errors.ts';
import { type Batch, parseLeaf, type Vote } from './leaf.ts';
import { appealStates } from './report.ts';
import { fromHex } from './tuf/bytes.ts';
import { canonical, type JsonValue, parseStrict } from './tuf/json.ts';
import { verifierOf } from './tuf/keys.ts';

/** What one member said of an entry: what a warning's details show, and what anybody can look up in the log. */
export interface Voice {
  /** The member's id in the alliance. */
  readonly member: string;
  /** ISO 8601, UTC, whole seconds. */
  readonly time: string;
  readonly reason: string | null;
  readonly evidence: readonly string[];
  /** What it was listed as; null where one statement covers many keys, and its body says so. */
  readonly kind: Kind | null;
  readonly level: Level | null;
  readonly emergency: boolean;
  /** Index of the statement in the log, as the file has it: whoever doubts it looks there. */
  readonly leaf: number;
}

/** A vote of a member, whatever became of it. */
export interface PastVoice extends Voice {
  readonly action: 'list' | 'clear';
}

/** What became of an entry in a release: what it was listed as from then on; null: it was taken off the list. */
export interface PastChange {
  readonly version: number;
  readonly time: string;
  readonly kind: Kind | null;
  readonly level: Level | null;
}

const time = z.string().check(z.maxLength(32));
const index = z.int().check(z.gte(0));
const member = z.string().check(z.maxLength(64));

/** An objection to an entry, and what came of it. Its text stays with the registry; answers are public. */
const appealSchema = z.object({
  received: time,
  state: z.enum(appealStates),
  /** When the first answer and the decision were due, and when they came. */
  answerBy: time,
  decideBy: time,
  answered: z.nullable(time),
  decided: z.nullable(time),
  /** Index of its leaf in the log. */
  leaf: index,
  answers: z.array(z.object({ time, member, text: z.string() })),
});
export type PastAppeal = z.infer<typeof appealSchema>;

const historySchema = z.object({
  votes: z.array(index),
  /** Version of the release, and what the entry was from then on; the version alone: it went. */
  changes: z.array(z.union([z.tuple([index]), z.tuple([index, z.enum(kinds), z.enum(['stop', 'caution'])])])),
  appeals: z.optional(z.array(appealSchema)),
});

/**
 * A `why` file: statements by their index in the log, and for each key those by which it is listed; beside that, of every key
 * that is listed or was, all statements about it, when it came and went, and appeals.
 */
const shardSchema = z.object({
  statements: z.record(z.string(), z.unknown()),
  keys: z.record(z.string(), z.array(index)),
  history: z.optional(z.record(z.string(), z.unknown())),
  /** When releases were made, by their versions. */
  releases: z.optional(z.record(z.string(), time)),
});
type Shard = z.infer<typeof shardSchema>;

/**
 * Who listed a key, and why, by a `why` file. Whoever carries the file can neither change nor invent a voice: each is a
 * statement that a reviewer of the alliance signed. Statements of reviewers who have left are passed over. That a batch is
 * about this key only its body shows.
 *
 * @returns the voices in the order of the log; none when the file has nothing about this key
 * @throws BaizeError `format`; `threshold` when there are statements, and no reviewer signed one of them
 */
export async function readWhy(file: Uint8Array, key: string, alliance: Alliance): Promise<Voice[]> {
  const shard = readShard(file);
  const leaves = Object.hasOwn(shard.keys, key) ? shard.keys[key]! : [];
  const voices = (await readVoices(shard, leaves, key, alliance)).filter(({ action }) => action === 'list');
  if (leaves.length > 0 && voices.length === 0) {
    throw new BaizeError('threshold', 'The reason is not signed by a reviewer of the feed.');
  }
  return voices.map(({ action: _, ...voice }) => voice);
}

/** What happened to a key, oldest first: what a page about it shows. */
export interface History {
  /** Every vote on it that counted, those included that others have overruled; in the order of the log. */
  readonly voices: readonly PastVoice[];
  readonly changes: readonly PastChange[];
  readonly appeals: readonly PastAppeal[];
}

/**
 * What happened to a key, by a `why` file. Voices are checked as `readWhy` does; changes and appeals are what the registry says,
 * and can be looked up in the log.
 *
 * @returns null when the file has nothing about this key
 * @throws BaizeError `format`
 */
export async function readHistory(
  file: Uint8Array,
  key: string,
  alliance: Alliance,
): Promise<History | null> {
  const shard = readShard(file);
  const { history = {}, releases = {} } = shard;
  if (!Object.hasOwn(history, key)) return null;
  const result = z.safeParse(historySchema, history[key]);
  if (!result.success) throw malformed();
  const { votes, changes, appeals = [] } = result.data;
  return {
    voices: await readVoices(shard, votes, key, alliance),
    changes: changes.map(([version, kind = null, level = null]) => ({
      ...{ version, kind, level },
      time: releases[String(version)] ?? '',
    })),
    appeals,
  };
}

function readShard(file: Uint8Array): Shard {
  const result = z.safeParse(shardSchema, parseStrict(file));
  if (!result.success) throw malformed();
  return result.data;
}

const malformed = () => new BaizeError('format', 'The file of reasons is malformed.');

async function readVoices(
  { statements }: Shard,
  leaves: readonly number[],
  key: string,
  alliance: Alliance,
): Promise<PastVoice[]> {
  const voices: PastVoice[] = [];
  for (const leaf of leaves) {
    const voice = await readVoice((statements[String(leaf)] ?? null) as JsonValue, leaf, key, alliance);
    if (voice !== null) voices.push(voice);
  }
  return voices;
}

async function readVoice(
  statement: JsonValue,
  leaf: number,
  key: string,
  alliance: Alliance,
): Promise<PastVoice | null> {
  const { signed, signature, message } = parseLeaf(canonical(statement));
  if (signed._type !== 'vote' && signed._type !== 'batch') return null;
  if (signed.feed !== alliance.log.origin) return null;
  if (signed._type === 'vote' && signed.key !== key) return null;
  const member = alliance.members.find(({ id }) => id === signed.member);
  if (!member?.reviewers.some((reviewer) => reviewer.key === signature!.keyid)) return null;
  const keyval = { public: signature!.keyid };
  const verifier = await verifierOf({ keytype: 'ed25519', scheme: 'ed25519', keyval });
  return (await verifier?.verify(message, fromHex(signature!.sig)!)) ? voiceOf(signed, leaf) : null;
}

function voiceOf(said: Vote | Batch, leaf: number): PastVoice {
  const { member, time, action, reason = null, evidence = [] } = said;
  const isVote = said._type === 'vote' && said.action === 'list';
  return {
    ...{ member, time, action, reason, evidence, leaf },
    kind: isVote ? said.kind : null,
    level: isVote ? said.level : null,
    emergency: isVote && said.emergency === true,
  };
}
