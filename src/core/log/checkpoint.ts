import { base64 } from '@scure/base';
import { BaizeError } from '../errors.ts';
import { decodeBase64, keyId, type NoteSignature, type NoteSigner, noteAlgorithms } from './note.ts';

/** What a log says of itself (c2sp.org/tlog-checkpoint): whose log, how many leaves, the tree's hash. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text that is signed and cosigned. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64.encode(root)}\n`;
}

/**
 * Reads a checkpoint's text. Extension lines are passed over: nothing here rests on them.
 *
 * @throws BaizeError `format`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin, size, hash] = lines;
  const root = decodeBase64(hash ?? '');
  const isWhole = lines.pop() === '' && lines.length >= 3 && lines.every((line) => line !== '');
  if (!isWhole || !isCount(size!) || root?.length !== 32) {
    throw new BaizeError('format', 'The checkpoint is not as c2sp.org/tlog-checkpoint has it.');
  }
  return { origin: origin!, size: Number(size), root };
}

/** Whether a text is a whole number as these formats write it, and one that we can count to. */
export function isCount(text: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text));
}

/** The log's own signature of a checkpoint's text: plain Ed25519, type 0x01 of c2sp.org/signed-note. */
export async function signCheckpoint(text: string, signer: NoteSigner): Promise<NoteSignature> {
  return {
    name: signer.name,
    id: keyId(signer.name, noteAlgorithms.ed25519, signer.publicKey),
    bytes: await signer.sign(new TextEncoder().encode(text)),
  };
}
