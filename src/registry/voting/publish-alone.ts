import { requireNotBehindAddresses } from '../backup/ahead.ts';
import type { Registry } from '../registry.ts';
import { type Published, publish } from '../release/publish.ts';
import { inForce } from '../store/roots.ts';

/**
 * Publishes where one member decides and signs alone, so that whoever lists something there sees it listed.
 *
 * @returns null where others have to vote or sign, and a running server sees to the rest
 */
export async function publishAlone(
  registry: Registry,
  onStep: (step: string) => void = () => {},
): Promise<Published | null> {
  const { root, alliance } = (await inForce(registry.db))!;
  const isAlone = alliance.quorum === 1 && root.roles.targets.threshold === 1;
  if (!isAlone) return null;
  await requireNotBehindAddresses(registry);
  return publish(registry, { onStep });
}

/** What a release came to, for people. */
export function describePublished({
  outcome,
  version,
  entries,
  added,
  removed,
  changed,
  tally,
}: Published): string {
  if (outcome === 'current')
    return `Nothing is pending; release ${version} is in force and not near its expiry.`;
  if (outcome === 'renewed') return `Nothing has changed; renewed the signatures of release ${version}.`;
  const news = `+${added.toLocaleString('en')} −${removed.toLocaleString('en')}${changed ? ` ~${changed}` : ''}`;
  const size = `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'} (${news})`;
  if (outcome === 'released') return `Release ${version}: ${size}.`;
  const { members, needed } = tally;
  return `Release ${version} is proposed: ${size}. ${members.length} of ${needed} members have signed; the others do it with: baize cosign`;
}
