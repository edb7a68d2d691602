import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { parseTimestamp, type Root } from '../../core/tuf/metadata.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import type { SigningKey } from '../keys/key-file.ts';
import { signerIn } from '../release/keys.ts';
import { cacheText, sha256Of } from '../release/list-text.ts';
import { type Cosignatures, type Proposal, parseProposal, proposalFile } from '../release/proposal.ts';
import type { Source } from '../release/source.ts';
import { listingRules } from '../rules.ts';
import { checkpointOf, judge } from './judge.ts';
import { follow, type Replica } from './replica.ts';
import { followRoots } from './roots.ts';
import { type Cosigner, noteSigning, signProposal } from './sign.ts';

export interface CosignOptions {
  /** The root to trust when the replica has none yet; without one the feed's own first root is believed. */
  readonly root?: Uint8Array | undefined;
  readonly now?: Date;
  /** Whether a proposal, by the SHA-256 of its file, needs no looking at: it was dealt with before. */
  readonly isKnown?: (digest: string) => boolean;
  /** Told before each step, in words. What it throws ends it there; the next time goes on. */
  readonly onStep?: (step: string) => void;
}

/** What a co-signer signed, and of which release. */
export interface Cosigned {
  readonly version: number;
  readonly entries: number;
  /** Only the timestamp of a release that is out was renewed. */
  readonly isRenewal: boolean;
  /** What to say when registry and co-signer list by different rules, although both came to the same; else null. */
  readonly otherRules: string | null;
  readonly cosignatures: Cosignatures;
}

/**
 * Judges a feed's open proposal and signs it. Nothing of what the proposer or the server says is believed: roots are followed
 * from the one that is trusted, the log is replayed from where this replica stands, and what is signed is what this machine
 * would have made itself. What is signed is noted durably before it is signed.
 *
 * @returns null when nothing is proposed, or it is out already
 * @throws BaizeError with one sentence why it is not signed
 */
export async function cosign(
  replica: Replica,
  source: Source,
  key: SigningKey,
  options: CosignOptions = {},
): Promise<Cosigned | null> {
  const { now = new Date(), onStep = () => {}, isKnown = () => false } = options;
  onStep('following the root');
  const inForce = await followRoots(replica.db, source, options.root);
  const cosigner = cosignerIn(inForce.root, key);
  const bytes = await source.get(proposalFile, limits.proposedReleaseBytes);
  if (bytes === null || isKnown(sha256Of(bytes))) return null;
  const proposal = parseProposal(bytes);
  if (await isOut(source, inForce.root, proposal)) return null;
  const work = replica.db.transaction().execute(async (tx) => {
    onStep('following the log');
    const reached = await follow(tx, replica.cache, source, checkpointOf(proposal, inForce.alliance), onStep);
    onStep('judging the proposal');
    await judge({ source, inForce, now }, proposal, reached);
    onStep('noting what is signed');
    await noteSigning(tx, proposal, now);
    return reached;
  });
  const standing = await work.catch((error) => refuseWithRules(error, proposal));
  onStep('keeping the list');
  await cacheText(replica.cache, standing.list);
  onStep('signing');
  const { version, list } = standing.release;
  const cosignatures = await signProposal(cosigner, proposal, now);
  const isRenewal = proposal.targets === null;
  return { version, entries: list.entries, isRenewal, otherRules: otherRules(proposal), cosignatures };
}

/** What to say when the registry goes by other rules of what may be listed than this co-signer, or null. */
function otherRules({ rules }: Proposal): string | null {
  if (rules === listingRules) return null;
  return `The registry goes by other rules of what may be listed (${rules}) than this co-signer (${listingRules}): bring both to one version of Baize.`;
}

function refuseWithRules(error: unknown, proposal: Proposal): never {
  const why = otherRules(proposal);
  if (!(error instanceof BaizeError) || error.code !== 'log' || why === null) throw error;
  throw new BaizeError(error.code, `${error.message} ${why}`, { cause: error });
}

/** @throws BaizeError `input` when root does not name the key */
function cosignerIn(root: Root, key: SigningKey): Cosigner {
  const { keyid } = signerIn(root, 'targets', key);
  const member = root.keys[keyid]!['x-baize-member'];
  if (member !== undefined) return { key, keyid, member };
  throw new BaizeError('input', `Root ${root.version} does not say whose this co-signer's key is.`);
}

/** Whether browsers have seen this timestamp already. @throws BaizeError `rollback` for an older one */
async function isOut(source: Source, root: Root, { timestamp }: Proposal): Promise<boolean> {
  const bytes = await source.get(feedFiles.metadata('timestamp.json'), limits.timestampBytes);
  if (bytes === null) return false;
  const published = parseTimestamp(bytes);
  const isSigned = await requireThreshold(published, root, 'timestamp').then(
    () => true,
    () => false,
  );
  const version = Number(timestamp.version);
  if (!isSigned || version > published.signed.version) return false;
  if (version === published.signed.version) return true;
  throw new BaizeError('rollback', `Timestamp ${published.signed.version} is out already.`);
}
