import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles, listTarget } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { List } from '../../core/list.ts';
import { requireLogged } from '../../core/logged.ts';
import { fetchAlliance, fetchList, type GetFile, metadataOf, stateOf } from '../../core/release.ts';
import type { Root } from '../../core/tuf/metadata.ts';
import { refresh } from '../../core/tuf/refresh.ts';
import { openTrusted, type Trusted, targetInfo, targetsSigners } from '../../core/tuf/trusted.ts';

/** A feed's metadata and alliance, every signature of which held. */
export interface Verified {
  readonly trusted: Trusted;
  readonly alliance: Alliance;
  readonly root: Root;
  readonly version: number;
  readonly entries: number;
  /** Bytes of the list as it is loaded. */
  readonly listBytes: number;
  /** Ids of the members that signed the release, and how many have to. */
  readonly signers: readonly string[];
  readonly needed: number;
  /** When the release was signed last: ISO 8601. */
  readonly signed: string;
}

/**
 * Reads a feed's metadata as the extension does, from the feed's own first root. So it shows that what is here is whole and
 * signed by the members which that root names; not that the root is the one that the members hold.
 *
 * @throws BaizeError whatever the extension would refuse it for
 */
export async function openAlliance(get: GetFile, now: Date): Promise<Verified> {
  const first = await get(feedFiles.metadata('1.root.json'), limits.rootBytes);
  if (first === null) throw new BaizeError('missing', 'There is no feed here.');
  const { trusted, error } = await refresh({ root: first }, metadataOf(get), now);
  if (error) throw error;
  const alliance = await fetchAlliance(get, trusted);
  const { root, targets, timestamp } = openTrusted(trusted);
  const { signers } = await targetsSigners(trusted);
  return {
    ...{ trusted, alliance, root, version: targets!.version, entries: stateOf(trusted).entries },
    listBytes: targetInfo(trusted, listTarget)!.length,
    signers: signers.map(({ member, keyid }) => member ?? keyid),
    needed: root.roles.targets.threshold,
    signed: new Date(Date.parse(timestamp!.expires) - limits.timestampExpiry).toISOString(),
  };
}

/** The list itself: its text is the one that was signed, and its release stands in the alliance's log. */
export async function openList(
  get: GetFile,
  { trusted, alliance, version }: Verified,
  now: Date,
): Promise<List> {
  const proof = await get(feedFiles.proof(version), limits.proofBytes);
  if (proof === null) throw new BaizeError('log', 'There is no proof that the release stands in the log.');
  await requireLogged(proof, trusted, alliance, now);
  return new List(await fetchList(get, trusted));
}
