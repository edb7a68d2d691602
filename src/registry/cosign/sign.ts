import { BaizeError } from '../../core/errors.ts';
import { cosign as cosignCheckpoint } from '../../core/log/cosignature.ts';
import { formatNote } from '../../core/log/note.ts';
import { fromHex, toHex } from '../../core/tuf/bytes.ts';
import type { SigningKey } from '../keys/key-file.ts';
import { sha256Of } from '../release/list-text.ts';
import {
  type Cosignatures,
  messageOf,
  type Proposal,
  type ProposedRole,
  proposedRoles,
} from '../release/proposal.ts';
import { instant } from '../store/database.ts';
import type { Db } from '../store/schema.ts';

/** A member's co-signer. */
export interface Cosigner {
  readonly key: SigningKey;
  /** The key's id in root, and whose it is there. */
  readonly keyid: string;
  readonly member: string;
}

/**
 * Notes what is about to be signed: for every role and version one content, for ever. The note has to be on the disk before
 * a signature leaves this machine.
 *
 * @param tx which the caller commits before it signs
 * @throws BaizeError `rollback` when another content was signed under this version, or a newer version
 */
export async function noteSigning(tx: Db, proposal: Proposal, now: Date): Promise<void> {
  for (const role of proposedRoles) {
    const metadata = proposal[role];
    if (metadata !== null) await noteRole(tx, role, metadata, now);
  }
}

async function noteRole(
  tx: Db,
  role: ProposedRole,
  metadata: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const version = Number(metadata.version);
  const digest = sha256Of(messageOf(metadata));
  const last = await newestSigned(tx, role);
  if (last !== null && version === last.version && digest === last.digest) return;
  if (last !== null && version <= last.version) {
    const what = version === last.version ? 'with another content' : 'and that is older';
    throw new BaizeError(
      'rollback',
      `Version ${version} of ${role} was proposed, ${what}; version ${last.version} is signed already.`,
    );
  }
  await tx
    .insertInto('signed')
    .values({ role, version, digest, time: instant(now) })
    .execute();
}

async function newestSigned(tx: Db, role: string): Promise<{ version: number; digest: string } | null> {
  const row = await tx
    .selectFrom('signed')
    .select(['version', 'digest'])
    .where('role', '=', role)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Signs what was judged and noted. Ed25519 gives the same signature for the same content, so doing it twice is once. */
export async function signProposal(
  { key, keyid, member }: Cosigner,
  proposal: Proposal,
  now: Date,
): Promise<Cosignatures> {
  const sign = async (metadata: Record<string, unknown>) => toHex(await key.sign(messageOf(metadata)));
  const { targets, snapshot, timestamp, checkpoint } = proposal;
  return {
    ...{ _type: 'cosignatures', timestamp: Number(timestamp.version), keyid },
    signatures: {
      timestamp: await sign(timestamp),
      ...(targets && { targets: await sign(targets) }),
      ...(snapshot && { snapshot: await sign(snapshot) }),
      ...(targets && { checkpoint: await cosignedNote(checkpoint, member, key, now) }),
    },
  };
}

/** A signed note with the member's cosignature alone. */
async function cosignedNote(text: string, member: string, key: SigningKey, now: Date): Promise<string> {
  const signer = { name: member, publicKey: fromHex(key.public)!, sign: key.sign };
  const signature = await cosignCheckpoint(text, signer, Math.floor(now.getTime() / 1_000));
  return Buffer.from(formatNote({ text, signatures: [signature] })).toString('utf8');
}
