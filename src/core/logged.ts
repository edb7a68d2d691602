import type { Alliance } from './alliance.ts';
import { BaizeError } from './errors.ts';
import { parseLeaf, type ReleaseLeaf } from './leaf.ts';
import { type Cosigned, cosignersOf } from './log/cosignature.ts';
import { parseProof, verifyProof } from './log/proof.ts';
import { allianceDigest, stateOf } from './release.ts';
import { openTrusted, type Trusted } from './tuf/trusted.ts';

/** The checkpoint that a release's proof leads to, and the note that says so. */
export interface LoggedRelease {
  readonly checkpoint: Cosigned;
  readonly note: Uint8Array;
}

/**
 * Checks that a verified release is in the alliance's log (protocol, "The browser's side", 4). The proof carries the
 * release's leaf as its `extra`: what counts is that this leaf says of version, list, alliance and root what the trusted
 * metadata says, and that it is in a tree that as many members cosigned as have to sign a timestamp.
 *
 * @param proof bytes of `proof/<version of targets>.tlog-proof`
 * @param now by whose clock cosignatures are from the future
 * @throws BaizeError `length`, `format`, `threshold`; `log` when the log says otherwise or does not hold the leaf
 */
export async function requireLogged(
  proof: Uint8Array,
  trusted: Trusted,
  alliance: Alliance,
  now: Date,
): Promise<LoggedRelease> {
  const parsed = parseProof(proof);
  if (parsed.extra === undefined)
    throw new BaizeError('format', 'The proof does not carry the leaf of the release.');
  const policy = { ...cosignersOf(openTrusted(trusted).root), origin: alliance.log.origin, now };
  const checkpoint = await verifyProof(parsed, parsed.extra, policy);
  requireSameRelease(releaseOf(parsed.extra), trusted, alliance);
  return { checkpoint, note: parsed.checkpoint };
}

function releaseOf(leaf: Uint8Array): ReleaseLeaf {
  const { signed } = parseLeaf(leaf);
  if (signed._type === 'release') return signed;
  throw new BaizeError('log', 'The proof is of something else than a release.');
}

/** The root may have moved on since, as long as it names the same alliance: keys come and go between releases. */
function requireSameRelease(said: ReleaseLeaf, trusted: Trusted, alliance: Alliance): void {
  const { root, targets } = openTrusted(trusted);
  const { length, sha256, entries } = stateOf(trusted);
  const isSame =
    said.feed === alliance.log.origin &&
    said.version === targets?.version &&
    said.root <= root.version &&
    said.alliance === allianceDigest(trusted) &&
    said.list.length === length &&
    said.list.sha256 === sha256 &&
    said.list.entries === entries;
  if (!isSame)
    throw new BaizeError(
      'log',
      `The log holds another release than this one of version ${targets?.version}.`,
    );
}
