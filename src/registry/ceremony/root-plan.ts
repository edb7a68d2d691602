import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { RoleName, Root } from '../../core/tuf/metadata.ts';
import { type Ed25519Key, keyId } from '../../core/tuf/sign.ts';
import { instant } from '../store/database.ts';

/** Version of The Update Framework's specification that our metadata follows. */
export const specification = '1.0.31';

/** The three roles that members' co-signers sign, all three with the same key. */
const releaseRoles = ['targets', 'snapshot', 'timestamp'] as const satisfies readonly RoleName[];

/** One member's key in a root. */
export interface PlannedKey {
  readonly member: string;
  /** Ed25519 public key in hex. */
  readonly public: string;
}

/** What a root says, in the words of a ceremony. */
export interface RootPlan {
  readonly version: number;
  /** ISO 8601, UTC, whole seconds. */
  readonly expires: string;
  /** SHA-256 of the alliance.json in force. */
  readonly alliance: string;
  /** Offline keys, that sign roots. */
  readonly root: readonly PlannedKey[];
  /** Co-signers' keys, that sign releases. */
  readonly cosigners: readonly PlannedKey[];
  /** How many members have to sign a root, and a release. */
  readonly thresholds: { readonly root: number; readonly release: number };
}

/** When a root that is made now expires. */
export function rootExpiry(now: Date): string {
  return instant(new Date(now.getTime() + limits.rootExpiry));
}

/** The key object in metadata. */
function keyObject({ member, public: publicKey }: PlannedKey): Ed25519Key {
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: publicKey }, 'x-baize-member': member };
}

/** The `signed` part of root.json (TUF specification 4.3, and `x-baize-alliance`). */
export async function rootOf(plan: RootPlan): Promise<Root> {
  const { version, expires, alliance, thresholds } = plan;
  const rootIds = await idsOf(plan.root);
  const cosignerIds = await idsOf(plan.cosigners);
  const release = { keyids: [...cosignerIds.keys()], threshold: thresholds.release };
  return {
    ...{ _type: 'root', spec_version: specification, version, expires, consistent_snapshot: true },
    keys: Object.fromEntries([...rootIds, ...cosignerIds]),
    roles: {
      root: { keyids: [...rootIds.keys()], threshold: thresholds.root },
      ...{ targets: release, snapshot: release, timestamp: release },
    },
    'x-baize-alliance': alliance,
  };
}

async function idsOf(keys: readonly PlannedKey[]): Promise<Map<string, Ed25519Key>> {
  const sorted = [...keys].sort((a, b) => (a.member + a.public < b.member + b.public ? -1 : 1));
  return new Map(
    await Promise.all(sorted.map(async (key) => [await keyId(keyObject(key)), keyObject(key)] as const)),
  );
}

/**
 * What a root says.
 *
 * @throws BaizeError `format` when it says what no ceremony of ours writes, and what the next root would lose
 */
export function planOf(root: Root): RootPlan {
  const { targets, ...roles } = root.roles;
  const alliance = root['x-baize-alliance'];
  for (const role of releaseRoles) {
    if (JSON.stringify(root.roles[role]) !== JSON.stringify(targets))
      throw foreign(`${role} has signers of its own`);
  }
  if (alliance === undefined) throw foreign('it names no alliance');
  return {
    ...{ version: root.version, expires: root.expires, alliance },
    root: roles.root.keyids.map((id) => plannedKey(root, id)),
    cosigners: targets.keyids.map((id) => plannedKey(root, id)),
    thresholds: { root: roles.root.threshold, release: targets.threshold },
  };
}

function plannedKey(root: Root, id: string): PlannedKey {
  const key = Object.hasOwn(root.keys, id) ? root.keys[id]! : undefined;
  const member = key?.['x-baize-member'];
  const publicKey = key?.keyval.public;
  if (key?.scheme !== 'ed25519' || member === undefined || typeof publicKey !== 'string') {
    throw foreign(`key ${id} is no member's Ed25519 key`);
  }
  return { member, public: publicKey };
}

function foreign(what: string): BaizeError {
  return new BaizeError('format', `This root was not made by a ceremony of Baize: ${what}.`);
}
