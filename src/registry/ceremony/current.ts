import { BaizeError } from '../../core/errors.ts';
import { allianceTarget, feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { parseRoot } from '../../core/tuf/metadata.ts';
import { requireSuccessor } from '../../core/tuf/refresh.ts';
import { requireThreshold } from '../../core/tuf/signatures.ts';
import type { Arguments, Option } from '../command.ts';
import { openRegistryIfThere } from '../registry.ts';
import { type Source, sourceOf } from '../release/source.ts';
import { inForce } from '../store/roots.ts';
import { type Named, readNamed } from './proposal.ts';

/** Where the root in force is read from, for whoever has no registry. */
export const feedOption: Readonly<Record<string, Option>> = {
  feed: {
    value: 'URL|DIR',
    help: 'the feed whose newest root counts; without it, the registry of --data',
  },
};

/**
 * The root in force: the newest of a feed, each checked against the one before; or that of the registry.
 *
 * @returns null where there is neither
 * @throws BaizeError whatever a browser would refuse the roots for
 */
export async function currentRoot(args: Arguments): Promise<Named | null> {
  const place = args.text('feed');
  if (place !== undefined) return newestOf(sourceOf(place));
  const registry = await openRegistryIfThere(args.data);
  if (registry === null) return null;
  try {
    const current = await inForce(registry.db);
    return current && readNamed(current.rootBody, current.allianceBody);
  } finally {
    await registry.close();
  }
}

async function newestOf(source: Source): Promise<Named> {
  const bytes = await walkRoots(source);
  const digest = parseRoot(bytes).signed['x-baize-alliance'] ?? '';
  const alliance = await source.get(feedFiles.target(digest, allianceTarget), limits.allianceBytes);
  if (alliance === null) {
    throw new BaizeError('missing', `${source.name} lacks the alliance.json that its newest root names.`);
  }
  return readNamed(textOf(bytes), textOf(alliance));
}

/** The newest root, after every signature from the first one on held (TUF specification 5.3). */
async function walkRoots(source: Source): Promise<Uint8Array> {
  let bytes = await rootAt(source, 1);
  if (bytes === null) throw new BaizeError('missing', `There is no root at ${source.name}.`);
  let root = parseRoot(bytes);
  await requireThreshold(root, root.signed, 'root');
  for (;;) {
    const next = await rootAt(source, root.signed.version + 1);
    if (next === null) return bytes;
    const candidate = parseRoot(next);
    await requireSuccessor(root.signed, candidate);
    [bytes, root] = [next, candidate];
  }
}

function rootAt(source: Source, version: number): Promise<Uint8Array | null> {
  return source.get(feedFiles.metadata(`${version}.root.json`), limits.rootBytes);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
