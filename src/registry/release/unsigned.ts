import { allianceTarget, listTarget, type State } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import type { RoleName } from '../../core/tuf/metadata.ts';
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

/** All that a release's metadata is made of: who has the facts has the bytes. */
export interface ReleaseFacts {
  /** Of targets and of the snapshot, which are always made together. */
  readonly version: number;
  /** When it was made: ISO 8601, UTC, whole seconds. */
  readonly time: string;
  readonly list: TargetFacts;
  readonly state: State;
  readonly alliance: TargetFacts;
}

export interface TimestampFacts {
  readonly version: number;
  readonly time: string;
  readonly snapshot: number;
}

/** Whether so much of a role's life is over that it is time to sign anew: half of it. */
export function isDue(role: RoleName, expires: string, now: Date): boolean {
  return Date.parse(expires) - now.getTime() < lives[role] / 2;
}

/** When metadata that expires then was made. */
export function madeAt(role: RoleName, expires: string): number {
  return Date.parse(expires) - lives[role];
}

function common(role: RoleName, version: number, time: string) {
  const expires = instant(new Date(Date.parse(time) + lives[role]));
  return { _type: role, spec_version: specification, version, expires };
}

/** Targets: the list with its state, and who publishes it (TUF specification 4.5). */
export function targetsOf({ version, time, list, state, alliance }: ReleaseFacts) {
  return {
    ...common('targets', version, time),
    targets: {
      [allianceTarget]: { length: alliance.length, hashes: { sha256: alliance.sha256 } },
      [listTarget]: {
        length: list.length,
        hashes: { sha256: list.sha256 },
        custom: { length: state.length, sha256: state.sha256, entries: state.entries },
      },
    },
  };
}

/** The snapshot that goes with targets (4.4). */
export function snapshotOf({ version, time }: Pick<ReleaseFacts, 'version' | 'time'>) {
  return { ...common('snapshot', version, time), meta: { 'targets.json': { version } } };
}

/** The timestamp (4.6). */
export function timestampOf({ version, time, snapshot }: TimestampFacts) {
  return { ...common('timestamp', version, time), meta: { 'snapshot.json': { version: snapshot } } };
}
