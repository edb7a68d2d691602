import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { parseTimestamp, type Root } from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import type { SigningKey } from '../keys/key-file.ts';
import { signerIn } from '../release/keys.ts';
import { cacheText } from '../release/list-text.ts';
import { type Cosignatures, type Proposal, parseProposal, proposalFile } from '../release/proposal.ts';
import type { Source } from '../release/source.ts';
import { checkpointOf, judge } from './judge.ts';
import { follow, type Replica } from './replica.ts';
import { followRoots } from './roots.ts';
import { type Cosigner, noteSigning, signProposal } from './sign.ts';

export interface CosignOptions {
  /** The root to trust when the replica has none yet; without one the feed's own first root is believed. */
  readonly root?: Uint8Array | undefined;
  readonly now?: Date;
  /** Told before each step, in words. What it throws ends it there; the next time goes on. */
  readonly onStep?: (step: string) => void;
}

/** What a co-signer signed, and of which release. */
export interface Cosigned {
  readonly version: number;
  readonly entries: number;
  /** Only the timestamp of a release that is out was renewed. */
  readonly isRenewal: boolean;
  readonly cosignatures: Cosignatures;
}

/**
 * Judges a feed's open proposal and signs it. Nothing of what the proposer or the server says is believed: roots are followed
 * from the one that is trusted, the log is replayed from where this replica stands, and what is signed is what this machine
 * would have made itself. What is signed is noted durably before it is signed.
 *
 * @returns null when nothing is proposed
 * @throws BaizeError with one sentence why it is not signed
 */
export async function cosign(
  replica: Replica,
  source: Source,
  key: SigningKey,
  options: CosignOptions = {},
): Promise<Cosigned | null> {
  const { now = new Date(), onStep = () => {} } = options;
  onStep('following the root');
  const inForce = await followRoots(replica.db, source, options.root);
  const cosigner = cosignerIn(inForce.root, key);
  const bytes = await source.get(proposalFile, limits.proposedReleaseBytes);
  if (bytes === null) return null;
  const proposal = parseProposal(bytes);
  await requireNewer(source, inForce.root, proposal);
  const standing = await replica.db.transaction().execute(async (tx) => {
    onStep('following the log');
    const reached = await follow(tx, replica.cache, source, checkpointOf(proposal, inForce.alliance), onStep);
    onStep('judging the proposal');
    await judge({ source, inForce, now }, proposal, reached);
    onStep('noting what is signed');
    await noteSigning(tx, proposal, now);
    return reached;
  });
  onStep('keeping the list');
  await cacheText(replica.cache, standing.list);
  onStep('signing');
  const { version, list } = standing.release;
  const cosignatures = await signProposal(cosigner, proposal, now);
  return { version, entries: list.entries, isRenewal: proposal.targets === null, cosignatures };
}

/** @throws BaizeError `input` when root does not name the key */
function cosignerIn(root: Root, key: SigningKey): Cosigner {
  const { keyid } = signerIn(root, 'targets', key);
  const member = root.keys[keyid]!['x-baize-member'];
  if (member !== undefined) return { key, keyid, member };
  throw new BaizeError('input', `Root ${root.version} does not say whose this co-signer's key is.`);
}

/** Never a timestamp that browsers have seen already, or an older one. */
async function requireNewer(source: Source, root: Root, { timestamp }: Proposal): Promise<void> {
  const bytes = await source.get(feedFiles.metadata('timestamp.json'), limits.timestampBytes);
  if (bytes === null) return;
  const published = parseTimestamp(bytes);
  const isSigned = await requireThreshold(published, root, 'timestamp').then(
    () => true,
    () => false,
  );
  if (!isSigned || Number(timestamp.version) > published.signed.version) return;
  throw new BaizeError('rollback', `Timestamp ${published.signed.version} is out already.`);
}
