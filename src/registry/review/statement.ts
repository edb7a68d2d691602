import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Batch, type Leaf, parseLeaf, type Vote } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { fromHex } from '../../core/tuf/bytes.ts';
import { verifierOf } from '../../core/tuf/keys.ts';
import { listableKey } from '../listable.ts';
import { after } from './decide.ts';

/** A vote or a batch that a reviewer has signed. */
export type Statement = Vote | Batch;

/** What a statement is held to: the alliance in force, and the release's time. */
export interface Hearing {
  readonly alliance: Alliance;
  readonly hosts: readonly string[];
  readonly time: string;
}

/**
 * Reads a leaf as a statement that counts for a release.
 *
 * @returns the statement; null for a leaf that is none (a release, an appeal); or the sentence that says why it does not count
 */
export async function readStatement(
  bytes: Uint8Array,
  hearing: Hearing,
): Promise<Statement | null | { readonly refusal: string }> {
  const leaf = readLeaf(bytes);
  if (leaf === null) return { refusal: 'it is malformed' };
  const { signed } = leaf;
  if (signed._type !== 'vote' && signed._type !== 'batch') return null;
  const refusal = refusalOf(signed, leaf.signature!.keyid, hearing);
  if (refusal !== null) return { refusal };
  return (await isSigned(leaf)) ? signed : { refusal: 'its signature does not hold' };
}

function readLeaf(bytes: Uint8Array): Leaf | null {
  try {
    return parseLeaf(bytes);
  } catch (error) {
    if (error instanceof BaizeError) return null;
    throw error;
  }
}

function refusalOf(said: Statement, key: string, { alliance, hosts, time }: Hearing): string | null {
  if (said.feed !== alliance.log.origin) return 'it is for another log';
  const member = alliance.members.find(({ id }) => id === said.member);
  if (member === undefined) return `${said.member} is no member`;
  if (!member.reviewers.some((reviewer) => reviewer.key === key)) {
    return `it is not signed by a reviewer of ${said.member}`;
  }
  if (said.time > time) return 'it is from after the release';
  if (after(said.time, limits.voteAge) < time) return 'it was too old when it came';
  return said._type === 'vote' && said.action === 'list' ? refusalOfKey(said.key, hosts) : null;
}

/** Why a list can not carry a key, or null. What is listed already may be cleared whatever it is. */
export function refusalOfKey(key: string, hosts: readonly string[]): string | null {
  const listable = listableKey(key, hosts);
  if ('refusal' in listable) return `${key} can not be listed: ${listable.refusal}`;
  return listable.key === key ? null : `${key} is not written as a key, ${listable.key} is`;
}

/** Whether the signature of a statement holds. */
export async function isSigned({ signature, message }: Leaf): Promise<boolean> {
  if (signature === null) return false;
  const keyval = { public: signature.keyid };
  const verifier = await verifierOf({ keytype: 'ed25519', scheme: 'ed25519', keyval });
  return verifier?.verify(message, fromHex(signature.sig)!) ?? false;
}
