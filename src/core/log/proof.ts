import { base64 } from '@scure/base';
import { BaizeError } from '../errors.ts';
import { limits } from '../limits.ts';
import { concat } from '../tuf/bytes.ts';
import { isCount } from './checkpoint.ts';
import { type CheckpointPolicy, type Cosigned, verifyCheckpoint } from './cosignature.ts';
import { hashLeaf, verifyInclusion } from './merkle.ts';
import { decodeBase64 } from './note.ts';

/** That a leaf is in a log, in one file that needs no other (c2sp.org/tlog-proof). */
export interface LogProof {
  readonly index: number;
  /** From the leaf's neighbour up. */
  readonly hashes: readonly Uint8Array[];
  /** Whatever the writer adds; nothing vouches for it. A release's proof carries the bytes of its leaf here. */
  readonly extra?: Uint8Array;
  /** The checkpoint with its signatures: a note, as bytes. */
  readonly checkpoint: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

/** The bytes of a `.tlog-proof` file. */
export function formatProof({ index, hashes, extra, checkpoint }: LogProof): Uint8Array<ArrayBuffer> {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${base64.encode(extra)}`]),
    `index ${index}`,
    ...hashes.map((hash) => base64.encode(hash)),
    '\n',
  ];
  return concat([new TextEncoder().encode(lines.join('\n')), checkpoint]);
}

/**
 * Reads a `.tlog-proof` file; verifies nothing.
 *
 * @throws BaizeError `length` over `limits.proofBytes`, `format`
 */
export function parseProof(bytes: Uint8Array): LogProof {
  if (bytes.length > limits.proofBytes) throw new BaizeError('length', 'The proof is too long.');
  const end = endOfHead(bytes);
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split('\n');
  if (lines.shift() !== FIRST_LINE) throw malformed();
  const extra = lines[0]?.startsWith('extra ') ? afterWord(lines.shift(), 'extra ') : undefined;
  const index = afterWord(lines.shift(), 'index ');
  if (!isCount(index) || lines.length > limits.proofHashes) throw malformed();
  return {
    index: Number(index),
    hashes: lines.map((line) => bytesOf(line, 32)),
    ...(extra !== undefined && { extra: bytesOf(extra) }),
    checkpoint: bytes.slice(end + 2),
  };
}

/** Where the first empty line begins: the checkpoint, which may hold any text, comes after it. */
function endOfHead(bytes: Uint8Array): number {
  const end = bytes.findIndex((byte, i) => byte === 0x0a && bytes[i + 1] === 0x0a);
  if (end < 0) throw malformed();
  return end;
}

function afterWord(line: string | undefined, name: string): string {
  if (!line?.startsWith(name)) throw malformed();
  return line.slice(name.length);
}

function bytesOf(text: string, length?: number): Uint8Array {
  const bytes = decodeBase64(text);
  if (!bytes || (length !== undefined && bytes.length !== length)) throw malformed();
  return bytes;
}

function malformed(): BaizeError {
  return new BaizeError('format', 'The proof is not as c2sp.org/tlog-proof has it.');
}

/**
 * Verifies that a leaf is in the log, at whatever index, and that enough members cosigned it so.
 *
 * @throws BaizeError `length`, `format`, `threshold`, `log`
 */
export async function verifyProof(
  { index, hashes, checkpoint }: LogProof,
  leaf: Uint8Array,
  policy: CheckpointPolicy,
): Promise<Cosigned> {
  const cosigned = await verifyCheckpoint(checkpoint, policy);
  verifyInclusion(hashLeaf(leaf), index, cosigned.size, hashes, cosigned.root);
  return cosigned;
}
