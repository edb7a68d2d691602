import { BaizeError } from '../../core/errors.ts';
import { parseCheckpoint } from '../../core/log/checkpoint.ts';
import { verifyCheckpoint } from '../../core/log/cosignature.ts';
import { parseNote } from '../../core/log/note.ts';
import { fromHex } from '../../core/tuf/bytes.ts';
import { verifierOf } from '../../core/tuf/keys.ts';
import type { Key, Root } from '../../core/tuf/metadata.ts';
import { openRelease, type Release } from '../store/releases.ts';
import { inForce } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import { type Cosignatures, messageOf, type Proposal, parseCosignatures, proposedRoles } from './proposal.ts';
import { proposalOf } from './propose.ts';

/** How far a proposal is. */
export interface Tally {
  /** Members that signed, distinct; how many have to. */
  readonly members: readonly string[];
  readonly needed: number;
}

/**
 * Takes what a co-signer signed: all of it has to be valid signatures of the open proposal by one key that root names.
 * Taken twice it is the same.
 *
 * @throws BaizeError `input` saying what is wrong with it
 */
export async function takeCosignatures(db: Db, bytes: Uint8Array, now: Date): Promise<Tally> {
  const given = await asInput(() => parseCosignatures(bytes));
  const open = await openRelease(db);
  if (open?.state !== 'proposed' || open.timestamp !== given.timestamp) {
    throw new BaizeError('input', 'This proposal is not open any more.');
  }
  const { root } = (await inForce(db))!;
  const key = keyIn(root, given.keyid);
  await asInput(() => requireSignatures(proposalOf(open), given, key, now));
  await storeCosignatures(db, open, given);
  return tallyOf(db, open, root);
}

/** Whatever is wrong with what was sent is the sender's to mend. */
async function asInput<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BaizeError) throw new BaizeError('input', cause.message, { cause });
    throw cause;
  }
}

/** A key of all three roles, whose member root names. */
function keyIn(root: Root, keyid: string): Key {
  const isNamed = proposedRoles.every((role) => root.roles[role].keyids.includes(keyid));
  const key = isNamed && Object.hasOwn(root.keys, keyid) ? root.keys[keyid]! : undefined;
  if (key?.['x-baize-member'] !== undefined) return key;
  throw new BaizeError('input', `Root ${root.version} does not name the key ${keyid} as a co-signer's.`);
}

async function requireSignatures(
  proposal: Proposal,
  { signatures }: Cosignatures,
  key: Key,
  now: Date,
): Promise<void> {
  const verifier = await verifierOf(key);
  for (const role of proposedRoles) {
    const metadata = proposal[role];
    if (metadata === null) continue;
    const bytes = fromHex(signatures[role] ?? '')!;
    if (!(await verifier?.verify(messageOf(metadata), bytes))) {
      throw new BaizeError('input', `The signature of ${role} does not hold.`);
    }
  }
  if (proposal.targets !== null) await requireCheckpoint(proposal, signatures.checkpoint ?? '', key, now);
}

/** A note with one valid cosignature: this co-signer's. */
async function requireCheckpoint(proposal: Proposal, note: string, key: Key, now: Date): Promise<void> {
  const bytes = Buffer.from(note);
  const cosigner = { member: key['x-baize-member']!, publicKey: String(key.keyval.public) };
  const { text, signatures } = parseNote(bytes);
  const { origin } = parseCheckpoint(proposal.checkpoint);
  if (text !== proposal.checkpoint || signatures.length !== 1) {
    throw new BaizeError('input', 'The cosignature is of another checkpoint.');
  }
  await verifyCheckpoint(bytes, { origin, cosigners: [cosigner], threshold: 1, now });
}

/** Stores verified signatures; when this returns they are on the disk. */
export async function storeCosignatures(db: Db, { id }: Release, given: Cosignatures): Promise<void> {
  const row = { release: id, keyid: given.keyid, body: JSON.stringify(given) };
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('cosignature')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** What was signed of a release so far, in the order of root's keys. */
export async function cosignaturesOf(db: Db, { id }: Release, root: Root): Promise<Cosignatures[]> {
  const rows = await db.selectFrom('cosignature').selectAll().where('release', '=', id).execute();
  const bodies = new Map(rows.map(({ keyid, body }) => [keyid, JSON.parse(body) as Cosignatures]));
  return root.roles.targets.keyids.flatMap((keyid) => bodies.get(keyid) ?? []);
}

export async function tallyOf(db: Db, release: Release, root: Root): Promise<Tally> {
  const given = await cosignaturesOf(db, release, root);
  const members = given.map(({ keyid }) => root.keys[keyid]!['x-baize-member']!);
  return { members: [...new Set(members)], needed: release.needed };
}
