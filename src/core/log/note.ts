import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '@scure/base';
import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { concat } from '../tuf/bytes.ts';

/** Signature types of c2sp.org/signed-note that are known here. */
export const noteAlgorithms = { ed25519: 0x01, cosignature: 0x04 } as const;
export type NoteAlgorithm = (typeof noteAlgorithms)[keyof typeof noteAlgorithms];

/** One signature line. `name` and `id` say which key made it; `bytes` are as its algorithm has them. */
export interface NoteSignature {
  readonly name: string;
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** A text that ends with a line feed, and signatures of it that are not verified yet. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** An Ed25519 key that signs notes under a name. */
export interface NoteSigner {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

const LINE_FEED = 0x0a;
const LINE = /^— ([^\p{White_Space}+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/**
 * Reads a note as c2sp.org/signed-note has it.
 *
 * @throws BaizeError `length` over `limits.noteBytes` or `limits.noteSignatures`, `format`
 */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > limits.noteBytes) throw new BaizeError('length', 'The note is too long.');
  const whole = decode(bytes);
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || bytes.some(isControl) || !whole.endsWith('\n')) throw malformed();
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > limits.noteSignatures)
    throw new BaizeError('length', 'The note has too many signatures.');
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseLine) };
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== LINE_FEED;

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BaizeError('format', 'The note is not valid UTF-8.', { cause });
  }
}

function parseLine(line: string): NoteSignature {
  const [, name, encoded] = LINE.exec(line) ?? [];
  const bytes = name === undefined ? undefined : decodeBase64(encoded!);
  if (name === undefined || !bytes || bytes.length < 5) throw malformed();
  return { name, id: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes: bytes.slice(4) };
}

/** Bytes of standard base64 with its padding, or undefined when it is not exactly that. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(base64.decode(text));
  } catch {
    return undefined;
  }
}

function malformed(): BaizeError {
  return new BaizeError('format', 'The note is not as c2sp.org/signed-note has it.');
}

/** The bytes of a note. The text must end with a line feed. */
export function formatNote({ text, signatures }: Note): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\n${signatures.map(formatLine).join('')}`);
}

function formatLine({ name, id, bytes }: NoteSignature): string {
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, id);
  return `— ${name} ${base64.encode(concat([prefix, bytes]))}\n`;
}

/** The first four bytes of `SHA-256(name ‖ LF ‖ algorithm ‖ public key)`, as a number. */
export function keyId(name: string, algorithm: NoteAlgorithm, publicKey: Uint8Array): number {
  const named = new TextEncoder().encode(`${name}\n`);
  const digest = sha256(concat([named, Uint8Array.of(algorithm), publicKey]));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}
