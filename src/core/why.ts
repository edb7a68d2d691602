import * as z from 'zod/mini';
import type { Alliance } from './alliance.ts';
import type { Kind, Level } from './entry.ts';
import { BaizeError } from './errors.ts';
import { type Batch, parseLeaf, type Vote } from './leaf.ts';
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

const index = z.int().check(z.gte(0));
/** A `why` file: statements by their index in the log, and for each key those that list it. */
const shardSchema = z.object({
  statements: z.record(z.string(), z.unknown()),
  keys: z.record(z.string(), z.array(index)),
});

/**
 * Who listed a key, and why, by a `why` file. Whoever carries the file can neither change nor invent a voice: each is a
 * statement that a reviewer of the alliance signed. Statements of reviewers who have left are passed over. That a batch is
 * about this key only its body shows.
 *
 * @returns the voices in the order of the log; none when the file has nothing about this key
 * @throws BaizeError `format`; `threshold` when there are statements, and no reviewer signed one of them
 */
export async function readWhy(file: Uint8Array, key: string, alliance: Alliance): Promise<Voice[]> {
  const result = z.safeParse(shardSchema, parseStrict(file));
  if (!result.success) throw new BaizeError('format', 'The file of reasons is malformed.');
  const { statements, keys } = result.data;
  const leaves = Object.hasOwn(keys, key) ? keys[key]! : [];
  const voices: Voice[] = [];
  for (const leaf of leaves) {
    const voice = await readVoice((statements[String(leaf)] ?? null) as JsonValue, leaf, key, alliance);
    if (voice !== null) voices.push(voice);
  }
  if (leaves.length > 0 && voices.length === 0) {
    throw new BaizeError('threshold', 'The reason is not signed by a reviewer of the feed.');
  }
  return voices;
}

async function readVoice(
  statement: JsonValue,
  leaf: number,
  key: string,
  alliance: Alliance,
): Promise<Voice | null> {
  const { signed, signature, message } = parseLeaf(canonical(statement));
  if (signed._type !== 'vote' && signed._type !== 'batch') return null;
  if (signed.feed !== alliance.log.origin || signed.action !== 'list') return null;
  if (signed._type === 'vote' && signed.key !== key) return null;
  const member = alliance.members.find(({ id }) => id === signed.member);
  if (!member?.reviewers.some((reviewer) => reviewer.key === signature!.keyid)) return null;
  const keyval = { public: signature!.keyid };
  const verifier = await verifierOf({ keytype: 'ed25519', scheme: 'ed25519', keyval });
  return (await verifier?.verify(message, fromHex(signature!.sig)!)) ? voiceOf(signed, leaf) : null;
}

function voiceOf(said: Vote | Batch, leaf: number): Voice {
  const { member, time, reason = null, evidence = [] } = said;
  const isVote = said._type === 'vote' && said.action === 'list';
  return {
    ...{ member, time, reason, evidence, leaf },
    kind: isVote ? said.kind : null,
    level: isVote ? said.level : null,
    emergency: isVote && said.emergency === true,
  };
}
