import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { concat, fromHex } from '../tuf/bytes.ts';
import { verifierOf } from '../tuf/keys.ts';
import type { Root } from '../tuf/metadata.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { keyId, type Note, type NoteSignature, type NoteSigner, noteAlgorithms, parseNote } from './note.ts';

/** A member's co-signer: its Ed25519 public key in hex, and the member's id, which is the name it signs under. */
export interface Cosigner {
  readonly member: string;
  readonly publicKey: string;
}

/** Whose checkpoint is believed: a log's, with so many members' cosignatures. */
export interface CheckpointPolicy {
  readonly origin: string;
  readonly cosigners: readonly Cosigner[];
  readonly threshold: number;
  /** By whose clock a cosignature is from the future. */
  readonly now: Date;
}

/** A checkpoint that enough members vouch for, and which. */
export interface Cosigned extends Checkpoint {
  readonly members: readonly string[];
}

/** 8 bytes of time before the 64 of Ed25519. */
const TIME_BYTES = 8;
const SIGNATURE_BYTES = TIME_BYTES + 64;

/**
 * A member's cosignature/v1 of a checkpoint's text (c2sp.org/tlog-cosignature): that it is the longest tree it has seen of
 * this log, and that all shorter ones are its beginning.
 *
 * @param time seconds since 1970
 */
export async function cosign(text: string, signer: NoteSigner, time: number): Promise<NoteSignature> {
  const stamp = new Uint8Array(TIME_BYTES);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return {
    name: signer.name,
    id: keyId(signer.name, noteAlgorithms.cosignature, signer.publicKey),
    bytes: concat([stamp, await signer.sign(cosigned(text, time))]),
  };
}

/** What a cosignature covers. */
function cosigned(text: string, time: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * When a signature line of a checkpoint's text was made by this co-signer, in seconds since 1970; undefined when it is
 * another's, or not valid.
 */
export async function cosignedAt(
  text: string,
  signature: NoteSignature,
  { member, publicKey }: Cosigner,
): Promise<number | undefined> {
  const key = fromHex(publicKey);
  if (key === undefined || signature.bytes.length !== SIGNATURE_BYTES || signature.name !== member) return;
  if (signature.id !== keyId(member, noteAlgorithms.cosignature, key)) return;
  const { bytes } = signature;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(time)) return;
  const verifier = await verifierOf({
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: publicKey },
  });
  const isValid = await verifier?.verify(cosigned(text, time), bytes.subarray(TIME_BYTES));
  return isValid ? time : undefined;
}

/**
 * Reads a checkpoint and counts who cosigned it: distinct members, and distinct public keys. Signatures of others, broken
 * ones and those from the future do not count, and do not hinder the others either: one co-signer at fault must not stop
 * the alliance. (c2sp.org/signed-note would have the whole note refused then, as it SHOULD be.)
 *
 * @throws BaizeError `length`, `format` also for another log's, `threshold`
 */
export async function verifyCheckpoint(bytes: Uint8Array, policy: CheckpointPolicy): Promise<Cosigned> {
  const note = parseNote(bytes);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== policy.origin)
    throw new BaizeError('format', `The checkpoint is of the log ${checkpoint.origin}.`);
  const members = await membersOf(note, policy);
  if (members.length >= policy.threshold) return { ...checkpoint, members };
  throw new BaizeError(
    'threshold',
    `The checkpoint has ${members.length} valid cosignatures of the ${policy.threshold} it needs.`,
  );
}

async function membersOf(note: Note, { cosigners, now }: CheckpointPolicy): Promise<string[]> {
  const latest = (now.getTime() + limits.cosignatureSkew) / 1_000;
  const keys = new Set<string>();
  const members = new Set<string>();
  for (const cosigner of cosigners) {
    const key = cosigner.publicKey.toLowerCase();
    if (keys.has(key) || !(await hasCosigned(note, cosigner, latest))) continue;
    keys.add(key);
    members.add(cosigner.member);
  }
  return [...members];
}

async function hasCosigned(note: Note, cosigner: Cosigner, latest: number): Promise<boolean> {
  for (const signature of note.signatures) {
    const time = await cosignedAt(note.text, signature, cosigner);
    if (time !== undefined && time <= latest) return true;
  }
  return false;
}

/**
 * Who cosigns by this root, and how many have to: members' co-signers are its timestamp keys, one for each, under the
 * member's id (`x-baize-member`). Keys of no member, and of other schemes than Ed25519, do not cosign.
 */
export function cosignersOf({
  keys,
  roles,
}: Pick<Root, 'keys' | 'roles'>): Pick<CheckpointPolicy, 'cosigners' | 'threshold'> {
  const cosigners = roles.timestamp.keyids.flatMap((id) => {
    const key = Object.hasOwn(keys, id) ? keys[id]! : undefined;
    const member = key?.['x-baize-member'];
    const publicKey = key?.keyval.public;
    const isOne = key?.keytype === 'ed25519' && key.scheme === 'ed25519' && typeof publicKey === 'string';
    return isOne && member !== undefined ? [{ member, publicKey }] : [];
  });
  return { cosigners, threshold: roles.timestamp.threshold };
}
