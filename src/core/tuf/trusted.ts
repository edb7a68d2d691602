import { BaizeError } from '../errors.ts';
import { requireHashes } from './bytes.ts';
import {
  parseRoot,
  parseSnapshot,
  parseTargets,
  parseTimestamp,
  type Root,
  type Snapshot,
  type TargetFile,
  type Targets,
  type Timestamp,
} from './metadata.ts';
import { type Signer, signersOf } from './signatures.ts';

/** What a client holds between refreshes: each role's newest verified file, in the bytes received. */
export interface Trusted {
  root: Uint8Array;
  timestamp?: Uint8Array;
  snapshot?: Uint8Array;
  targets?: Uint8Array;
}

/** The same, read. */
export interface OpenTrusted {
  root: Root;
  timestamp?: Timestamp;
  snapshot?: Snapshot;
  targets?: Targets;
}

/** Reads files that were verified when they were stored; verifies nothing. Throws `format` for damaged bytes. */
export function openTrusted(trusted: Trusted): OpenTrusted {
  return {
    root: parseRoot(trusted.root).signed,
    ...(trusted.timestamp && { timestamp: parseTimestamp(trusted.timestamp).signed }),
    ...(trusted.snapshot && { snapshot: parseSnapshot(trusted.snapshot).signed }),
    ...(trusted.targets && { targets: parseTargets(trusted.targets).signed }),
  };
}

/** What the trusted targets say about a target path (specification 5.7.1), or undefined when they name none (5.7.2). */
export function targetInfo(trusted: Trusted, path: string): TargetFile | undefined {
  const targets = trusted.targets && parseTargets(trusted.targets).signed.targets;
  return targets && Object.hasOwn(targets, path) ? targets[path] : undefined;
}

/** Specification 5.7.3: a target file has its signed length and digests. Throws `length` or `hash`. */
export async function verifyTarget(
  info: Pick<TargetFile, 'length' | 'hashes'>,
  bytes: Uint8Array,
): Promise<void> {
  if (bytes.length !== info.length) {
    throw new BaizeError('length', `The target has ${bytes.length} bytes where ${info.length} were signed.`);
  }
  await requireHashes('The target', bytes, info.hashes);
}

/** Who signed the trusted targets, and how many root signatures count as the alliance's largest majority. */
export interface TargetsSigners {
  readonly signers: readonly Signer[];
  readonly rootThreshold: number;
}

/**
 * The distinct signers of the trusted targets under the trusted root. A release that changes much of the list needs as
 * many of them as root itself does (protocol.md, the browser's side, 5). Throws `missing` before the first refresh.
 */
export async function targetsSigners(trusted: Trusted): Promise<TargetsSigners> {
  if (!trusted.targets) throw new BaizeError('missing', 'There is no trusted targets metadata yet.');
  const root = parseRoot(trusted.root).signed;
  const signers = await signersOf(parseTargets(trusted.targets), root, 'targets');
  return { signers, rootThreshold: root.roles.root.threshold };
}
