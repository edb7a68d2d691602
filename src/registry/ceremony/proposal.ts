import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type Alliance, parseAlliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { toHex } from '../../core/tuf/bytes.ts';
import { canonical, type JsonValue, parseStrict } from '../../core/tuf/json.ts';
import { type Metadata, parseRoot, type Root } from '../../core/tuf/metadata.ts';
import type { MetadataSigner } from '../../core/tuf/sign.ts';
import { sha256Of } from '../release/list-text.ts';
import { type PlannedKey, planOf, type RootPlan } from './root-plan.ts';

/** A root with the alliance that it names. */
export interface Named {
  /** The root's file, to the byte. */
  readonly body: string;
  readonly metadata: Metadata<Root>;
  readonly plan: RootPlan;
  /** The alliance's file, to the byte. */
  readonly allianceBody: string;
  readonly alliance: Alliance;
}

/** A root that is being signed, beside the one it follows; null: it is the first. */
export interface Proposal {
  readonly current: Named | null;
  readonly next: Named;
}

const named = z.strictObject({ root: z.string(), alliance: z.string() });
const proposalSchema = z.strictObject({
  _type: z.literal('root-proposal'),
  current: named.nullable(),
  next: named,
});

/**
 * Reads a root and its alliance, and checks that they belong together and say nothing that can not hold. Signatures are not
 * looked at.
 *
 * @throws BaizeError `format`; `hash` when the root names another alliance
 */
export function readNamed(body: string, allianceBody: string): Named {
  const metadata = parseRoot(bytesOf(body));
  const plan = planOf(metadata.signed);
  if (plan.alliance !== sha256Of(bytesOf(allianceBody))) {
    throw new BaizeError('hash', `Root ${plan.version} names another alliance.json than the one beside it.`);
  }
  const alliance = parseAlliance(parseStrict(bytesOf(allianceBody)));
  checkPlan(plan, alliance);
  return { body, metadata, plan, allianceBody, alliance };
}

/**
 * Refuses a root that nobody could sign, or that lets one voice count twice.
 *
 * @throws BaizeError `format`
 */
function checkPlan({ root, cosigners, thresholds }: RootPlan, alliance: Alliance): void {
  const members = new Set(alliance.members.map(({ id }) => id));
  const reviewers = alliance.members.flatMap((member) => member.reviewers.map(({ key }) => key));
  requireOnce([...[...root, ...cosigners].map((key) => key.public), ...reviewers, alliance.log.key]);
  for (const [what, keys, threshold] of [
    ['root', root, thresholds.root],
    ['release', cosigners, thresholds.release],
  ] as const) {
    requireOneEach(what, keys, members);
    if (threshold > keys.length) {
      throw impossible(`a ${what} would need ${threshold} members, and ${keys.length} have a key for it`);
    }
  }
}

function requireOneEach(what: string, keys: readonly PlannedKey[], members: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const { member } of keys) {
    if (!members.has(member)) throw impossible(`${member} has a key for the ${what} and is no member`);
    if (seen.has(member)) throw impossible(`${member} has two keys for the ${what}`);
    seen.add(member);
  }
}

function requireOnce(keys: readonly string[]): void {
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw impossible(`the key ${twice} stands for two things`);
}

function impossible(what: string): BaizeError {
  return new BaizeError('format', `This can not be a root: ${what}.`);
}

/** Reads a ceremony's file. @throws BaizeError `input` when it is none, else as `readNamed` */
export async function readProposal(file: string): Promise<Proposal> {
  const bytes = await readFile(file).catch((cause) => {
    throw new BaizeError('input', `The proposal ${file} can not be read: ${cause.message}.`, { cause });
  });
  return parseProposal(bytes, file);
}

function parseProposal(bytes: Uint8Array, file: string): Proposal {
  const result = bytes.length > limits.proposalBytes ? null : proposalSchema.safeParse(jsonOf(bytes));
  if (!result?.success) throw new BaizeError('input', `${file} is no proposal of a root.`);
  const { current, next } = result.data;
  return {
    current: current && readNamed(current.root, current.alliance),
    next: readNamed(next.root, next.alliance),
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseStrict(bytes);
  } catch {
    return null;
  }
}

/** The bytes of a ceremony's file. */
export function proposalBytes({ current, next }: Proposal): Uint8Array<ArrayBuffer> {
  const pair = ({ body, allianceBody }: Named) => ({ root: body, alliance: allianceBody });
  const file = { _type: 'root-proposal', current: current && pair(current), next: pair(next) };
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`);
}

/** The proposal with one more signature; one by the same key takes the old one's place. */
export async function addSignature(proposal: Proposal, { keyid, sign }: MetadataSigner): Promise<Proposal> {
  const sig = toHex(await sign(proposal.next.metadata.message));
  return withSignatures(proposal, [{ keyid, sig }]);
}

/** Copies of one proposal that were signed apart, as one. @throws BaizeError `input` when they are not copies of one */
export function mergeProposals([first, ...others]: readonly [Proposal, ...Proposal[]]): Proposal {
  return others.reduce((merged, other) => {
    if (!isSame(merged.next.metadata.message, other.next.metadata.message)) {
      throw new BaizeError('input', 'These are different proposals: their signatures do not add up.');
    }
    return withSignatures(merged, other.next.metadata.signatures);
  }, first);
}

function withSignatures(proposal: Proposal, more: Metadata<Root>['signatures']): Proposal {
  const { metadata, allianceBody } = proposal.next;
  const byKey = new Map([...metadata.signatures, ...more].map((one) => [one.keyid, one]));
  const signatures = [...byKey.values()].sort((a, b) => (a.keyid < b.keyid ? -1 : 1));
  const body = bodyOf(signatures, parseStrict(metadata.message));
  return { ...proposal, next: readNamed(body, allianceBody) };
}

/** A root's file. */
function bodyOf(signatures: Metadata<Root>['signatures'], signed: JsonValue): string {
  return JSON.stringify({ signatures, signed });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** A root of ours, not signed yet, with its alliance. */
export function unsigned(root: Root, allianceBody: string): Named {
  const signed = parseStrict(canonical(parseStrict(bytesOf(JSON.stringify(root)))));
  return readNamed(bodyOf([], signed), allianceBody);
}
