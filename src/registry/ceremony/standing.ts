import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { Metadata, Root } from '../../core/tuf/metadata.ts';
import { requireSuccessor } from '../../core/tuf/refresh.ts';
import { requireThreshold, signersOf } from '../../core/tuf/signatures.ts';
import type { Proposal } from './proposal.ts';

/** Whose signatures one root asks of the next: its own, or those of the root before it. */
interface Asked {
  readonly by: 'current' | 'next';
  readonly threshold: number;
  /** Members whose signature holds. */
  readonly signed: readonly string[];
  /** Members who could still sign. */
  readonly waiting: readonly string[];
}

/** How far a ceremony has come. */
export interface Standing {
  readonly asked: readonly Asked[];
  readonly complete: boolean;
  /** Signatures that do not hold: for another text, or by nobody who is asked. */
  readonly useless: number;
}

/** Who has signed a proposal, and who lacks. TUF asks the threshold of the root before and that of the new one (5.3.4). */
export async function standingOf({ current, next }: Proposal): Promise<Standing> {
  const asked = [
    ...(current ? [await askedBy('current', current.metadata.signed, next.metadata)] : []),
    await askedBy('next', next.metadata.signed, next.metadata),
  ];
  const good = new Set(asked.flatMap(({ keyids }) => keyids));
  return {
    asked: asked.map(({ keyids, ...rest }) => rest),
    complete: asked.every(({ threshold, signed }) => signed.length >= threshold),
    useless: next.metadata.signatures.filter(({ keyid }) => !good.has(keyid)).length,
  };
}

async function askedBy(by: Asked['by'], root: Root, metadata: Metadata<Root>) {
  const { keyids, threshold } = root.roles.root;
  const signers = await signersOf(metadata, root, 'root');
  const signed = signers.map(({ member }) => member!);
  const all = keyids.map((id) => root.keys[id]!['x-baize-member']!);
  const waiting = all.filter((member) => !signed.includes(member));
  return { by, threshold, signed, waiting, keyids: signers.map(({ keyid }) => keyid) };
}

/**
 * Checks that a proposal may be published: enough members of the root before and of the new one signed, it is the very next
 * version, and it lives no longer than a browser accepts.
 *
 * @throws BaizeError `threshold`, `rollback`, `format`, `expired`
 */
export async function requireComplete({ current, next }: Proposal, now: Date): Promise<void> {
  const { signed } = next.metadata;
  if (current) await requireSuccessor(current.metadata.signed, next.metadata);
  else await requireFirst(next.metadata);
  const rest = Date.parse(signed.expires) - now.getTime();
  if (rest <= 0) throw new BaizeError('expired', `The proposed root expired at ${signed.expires}.`);
  if (rest > limits.rootExpiry + limits.clockSkew) {
    throw new BaizeError(
      'format',
      `The proposed root would last until ${signed.expires}; browsers take a year at most.`,
    );
  }
}

async function requireFirst(metadata: Metadata<Root>): Promise<void> {
  await requireThreshold(metadata, metadata.signed, 'root');
  if (metadata.signed.version === 1) return;
  throw new BaizeError('format', 'A root that follows none has version 1.');
}
