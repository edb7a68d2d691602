import { base64 } from '@scure/base';
import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { compareByTiles, type Misfit, misfitOf } from '../../core/log/follow.ts';
import { tileReader } from '../../core/log/tiles.ts';
import { requireLogged } from '../../core/logged.ts';
import type { GetFile } from '../../core/release.ts';
import { openTrusted, type Trusted } from '../../core/tuf/trusted.ts';
import type { Evidence } from '../messages.ts';
import { signedTime } from './clock.ts';
import type { LogSeen, SeenCheckpoint } from './store.ts';

/** A verified release that a browser is about to take, and where its feed's files are. */
export interface Candidate {
  readonly get: GetFile;
  readonly trusted: Trusted;
  readonly alliance: Alliance;
  /** What was seen of the log before. */
  readonly seen: LogSeen | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Keeps what shows a split view, before anything else is done. */
  readonly keep: (evidence: Evidence) => Promise<void>;
  /** Told of a release that the log does not hold by what was served: that may be the mirror's fault alone. */
  readonly suspect: (evidence: Evidence) => void;
}

/**
 * Follows the log to a release (protocol, "The browser's side", 4): that the release is in it, each time; that it only grew
 * since it was last checked, once a day. A log that is not to be had is refused like one that lies, or withholding it would
 * hide the lie. What is asked for follows from public checkpoints alone.
 *
 * @throws BaizeError `log` and others: the release is not to be taken from here
 */
export async function followLog(candidate: Candidate): Promise<LogSeen> {
  const { seen, now, trusted } = candidate;
  const version = openTrusted(trusted).targets?.version ?? 0;
  const newest = seen?.version === version ? seen.newest : await checkpointOf(candidate, version);
  // Another origin is another log, which the root's threshold chose: it is followed from here on.
  if (seen?.newest.origin !== newest.origin) return { newest, version, grown: newest, checked: now };
  await requireFit(candidate, seen.newest, newest);
  const isFresh = now - seen.checked < limits.logCheck && now >= seen.checked;
  if (isFresh) return { ...seen, newest, version };
  await requireGrown(candidate, seen.grown, newest);
  return { newest, version, grown: newest, checked: now };
}

async function checkpointOf(candidate: Candidate, version: number): Promise<SeenCheckpoint> {
  const { get, trusted, alliance, now } = candidate;
  const path = feedFiles.proof(version);
  const proof = await get(path, limits.proofBytes);
  if (proof === null) throw new BaizeError('missing', `The feed has no ${path}.`);
  // A clock that is behind still gets its list: who signed is what counts here, TUF sees to how old it may be.
  const latest = new Date(Math.max(now, signedTime(trusted) ?? 0) + limits.clockSkew);
  try {
    const { checkpoint, note } = await requireLogged(proof, trusted, alliance, latest);
    const { origin, size, root } = checkpoint;
    return { origin, size, root, note };
  } catch (error) {
    if (error instanceof BaizeError && error.code === 'log') noteUnlogged(candidate, proof);
    throw error;
  }
}

function noteUnlogged({ trusted, now, suspect }: Candidate, proof: Uint8Array): void {
  const targets = trusted.targets ?? new Uint8Array();
  if (targets.length > limits.evidenceBytes) return;
  const found = new Date(now).toISOString();
  suspect({ what: 'unlogged', found, earlier: text(targets), later: text(proof), proof: [] });
}

async function requireFit(
  candidate: Candidate,
  earlier: SeenCheckpoint,
  later: SeenCheckpoint,
): Promise<void> {
  const misfit = misfitOf(earlier, later);
  if (misfit !== null) await refuse(candidate, misfit, earlier, later, []);
}

async function requireGrown(
  candidate: Candidate,
  earlier: SeenCheckpoint,
  later: SeenCheckpoint,
): Promise<void> {
  const hashAt = tileReader(later.size, (path, maxBytes) => candidate.get(feedFiles.log(path), maxBytes));
  const { misfit, proof } = await compareByTiles(earlier, later, hashAt);
  if (misfit !== null) await refuse(candidate, misfit, earlier, later, proof);
}

async function refuse(
  { keep, now }: Candidate,
  what: Misfit,
  earlier: SeenCheckpoint,
  later: SeenCheckpoint,
  proof: readonly Uint8Array[],
): Promise<never> {
  await keep({
    ...{ what, found: new Date(now).toISOString() },
    ...{ earlier: text(earlier.note), later: text(later.note) },
    proof: proof.map((hash) => base64.encode(hash)),
  });
  throw new BaizeError('log', `The log is not the one seen before (${what}). Both checkpoints are kept.`);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
