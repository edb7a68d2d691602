import { allianceTarget, listTarget, type State } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import type { RoleName } from '../../core/tuf/metadata.ts';
import { type MetadataSigner, signMetadata } from '../../core/tuf/sign.ts';
import { specification } from '../ceremony/root-plan.ts';
import { instant } from '../store/database.ts';

/** How long each role's metadata lives, in milliseconds. */
const lives: Readonly<Record<RoleName, number>> = {
  root: limits.rootExpiry,
  targets: limits.targetsExpiry,
  snapshot: limits.snapshotExpiry,
  timestamp: limits.timestampExpiry,
};

/** A file that targets metadata names: its bytes' length and SHA-256. */
export interface TargetFacts {
  readonly length: number;
  readonly sha256: string;
}

/** Whether so much of a role's life is over that it is time to sign anew: half of it. */
export function isDue(role: RoleName, expires: string, now: Date): boolean {
  return Date.parse(expires) - now.getTime() < lives[role] / 2;
}

function common(role: RoleName, version: number, now: Date) {
  const expires = instant(new Date(now.getTime() + lives[role]));
  return { _type: role, spec_version: specification, version, expires };
}

async function signAs(signer: MetadataSigner, signed: object): Promise<string> {
  return new TextDecoder().decode(await signMetadata(signed, [signer]));
}

/** Targets: the list with its state, and who publishes it (4.5). */
export async function signTargets(
  signer: MetadataSigner,
  version: number,
  now: Date,
  list: TargetFacts & { readonly state: State },
  alliance: TargetFacts,
): Promise<string> {
  return signAs(signer, {
    ...common('targets', version, now),
    targets: {
      [allianceTarget]: { length: alliance.length, hashes: { sha256: alliance.sha256 } },
      [listTarget]: { length: list.length, hashes: { sha256: list.sha256 }, custom: list.state },
    },
  });
}

/** Targets as they are, with a new version and a new life. */
export async function resignTargets(
  signer: MetadataSigner,
  version: number,
  now: Date,
  targets: object,
): Promise<string> {
  return signAs(signer, { ...common('targets', version, now), targets });
}

export async function signSnapshot(
  signer: MetadataSigner,
  version: number,
  now: Date,
  targets: number,
): Promise<string> {
  const meta = { 'targets.json': { version: targets } };
  return signAs(signer, { ...common('snapshot', version, now), meta });
}

export async function signTimestamp(
  signer: MetadataSigner,
  version: number,
  now: Date,
  snapshot: number,
): Promise<string> {
  const meta = { 'snapshot.json': { version: snapshot } };
  return signAs(signer, { ...common('timestamp', version, now), meta });
}
