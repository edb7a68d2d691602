import { BaizeError } from '../errors.ts';
import { fromHex } from './bytes.ts';
import { verifierOf } from './keys.ts';
import type { Key, Metadata, RoleName, Root } from './metadata.ts';

/** One distinct signer of a file: a key of the role whose signature is valid. */
export interface Signer {
  readonly keyid: string;
  /** The member the key belongs to (`x-baize-member`), where root says so. */
  readonly member?: string;
}

/**
 * Who of `role` validly signed, each once: distinct public key bytes, and distinct members where root names them
 * (attacks.md 4 and 5). Key ids are not recomputed: public repositories have ids that do not match, and nothing here rests on them.
 */
export async function signersOf(metadata: Metadata<unknown>, root: Root, role: RoleName): Promise<Signer[]> {
  const signatures = new Map(metadata.signatures.map(({ keyid, sig }) => [keyid, sig]));
  const identities = new Set<string>();
  const members = new Set<string>();
  const signers: Signer[] = [];
  for (const keyid of root.roles[role].keyids) {
    const key = keyOf(root, keyid);
    const identity = key && (await validIdentity(key, metadata.message, signatures.get(keyid)));
    if (!key || identity === undefined || identities.has(identity)) continue;
    const member = key['x-baize-member'];
    if (member !== undefined && members.has(member)) continue;
    identities.add(identity);
    if (member !== undefined) members.add(member);
    signers.push(member === undefined ? { keyid } : { keyid, member });
  }
  return signers;
}

/** Specification 5.3.4, 5.4.2, 5.5.3, 5.6.3: a threshold of the role's keys in `root` signed. Throws `threshold`. */
export async function requireThreshold(
  metadata: Metadata<unknown>,
  root: Root,
  role: RoleName,
): Promise<void> {
  const { threshold } = root.roles[role];
  const { length } = await signersOf(metadata, root, role);
  if (length < threshold) {
    throw new BaizeError(
      'threshold',
      `The ${role} metadata has ${length} valid signatures of the ${threshold} it needs.`,
    );
  }
}

/** Whether a key of the role left between two roots (specification 5.3.11), by public key bytes. */
export async function isRotated(before: Root, after: Root, role: RoleName): Promise<boolean> {
  const kept = await identitiesOf(after, role);
  return [...(await identitiesOf(before, role))].some((identity) => !kept.has(identity));
}

async function identitiesOf(root: Root, role: RoleName): Promise<Set<string>> {
  const identities = new Set<string>();
  for (const keyid of root.roles[role].keyids) {
    const key = keyOf(root, keyid);
    const verifier = key && (await verifierOf(key));
    if (verifier) identities.add(verifier.identity);
  }
  return identities;
}

function keyOf(root: Root, keyid: string): Key | undefined {
  return Object.hasOwn(root.keys, keyid) ? root.keys[keyid] : undefined;
}

async function validIdentity(
  key: Key,
  message: Uint8Array,
  sig: string | undefined,
): Promise<string | undefined> {
  const signature = sig === undefined ? undefined : fromHex(sig);
  const verifier = signature && (await verifierOf(key));
  return verifier && (await verifier.verify(message, signature)) ? verifier.identity : undefined;
}
