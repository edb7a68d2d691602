import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Alliance, parseAlliance } from '../../src/core/alliance.ts';
import { signMetadata } from '../../src/core/tuf/sign.ts';
import { allianceBytes } from '../../src/registry/ceremony/draft.ts';
import { rootExpiry, rootOf } from '../../src/registry/ceremony/root-plan.ts';
import { defaultCaps, originOf, reportsAddress } from '../../src/registry/init.ts';
import { createKey, openKey, type SigningKey } from '../../src/registry/keys/key-file.ts';
import type { KeyUse } from '../../src/registry/keys/key-form.ts';
import { pathsOf, type Registry, registryOf } from '../../src/registry/registry.ts';
import { keyFileOf, signerIn } from '../../src/registry/release/keys.ts';
import { sha256Of } from '../../src/registry/release/list-text.ts';
import { openDatabase } from '../../src/registry/store/database.ts';
import { putRoot } from '../../src/registry/store/roots.ts';

/** A member to be: its id, its name, and the group it belongs to. */
interface MemberPlan {
  readonly id: string;
  readonly name?: Alliance['name'];
  readonly group?: string;
  /** How many reviewers it has; one unless said otherwise. */
  readonly reviewers?: number;
  /** Whether the first of them is its coordinator. */
  readonly coordinator?: boolean;
}

export interface AlliancePlan {
  readonly name: string;
  readonly members: readonly MemberPlan[];
  /** How many members it takes to list and to clear. */
  readonly quorum: number;
  /** How many co-signers it takes to release, and how many members a root takes. */
  readonly release: number;
  readonly root: number;
  readonly address: string;
  readonly caps?: Alliance['caps'];
  readonly observers?: Alliance['observers'];
}

/** A member with its own folder and keys. */
export interface Member {
  readonly id: string;
  readonly folder: string;
  readonly votes: readonly SigningKey[];
  readonly cosigner: SigningKey;
  readonly root: SigningKey;
}

/**
 * Founds an alliance of several members: each with a folder and keys of its own, the registry with the log's key and nothing
 * else that signs. What a ceremony does on many machines, in one go for tests and benches; the demo goes by the command line.
 *
 * @param data the registry's folder
 * @param folderOf a member's folder
 */
export async function foundAlliance(
  data: string,
  folderOf: (member: string) => string,
  plan: AlliancePlan,
): Promise<{ registry: Registry; members: Member[] }> {
  const paths = pathsOf(data);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const log = await createKey(keyFileOf(paths.keys, 'log'), { use: 'log', passphrase: null });
  const members = await Promise.all(plan.members.map((member) => equip(member, folderOf(member.id))));
  const alliance = allianceOf(plan, log.public, members);
  const db = await openDatabase(paths.database);
  await signFirstRoot(db, plan, alliance, members);
  return { registry: registryOf(paths, db, alliance), members };
}

async function equip({ id, reviewers = 1 }: MemberPlan, folder: string): Promise<Member> {
  const keys = join(folder, 'keys');
  const make = async (use: KeyUse, file = keyFileOf(keys, use)) => {
    await createKey(file, { use, member: id, passphrase: null });
    return openKey(file, use);
  };
  const votes = [await make('vote')];
  for (let more = 1; more < reviewers; more += 1)
    votes.push(await make('vote', join(keys, `vote-${more}.key`)));
  return { id, folder, votes, cosigner: await make('cosigner'), root: await make('root') };
}

function allianceOf(plan: AlliancePlan, log: string, members: readonly Member[]): Alliance {
  return parseAlliance({
    ...{ name: { en: plan.name }, addresses: [plan.address], reports: reportsAddress },
    log: { origin: originOf(plan.address), key: log },
    ...{ quorum: plan.quorum, caps: plan.caps ?? defaultCaps },
    members: plan.members.map(({ id, name = { en: id }, group, coordinator }, index) => ({
      ...{ id, name, ...(group && { group }) },
      reviewers: members[index]!.votes.map((key, place) => ({
        ...{ key: key.public, ...(coordinator && place === 0 && { role: 'coordinator' }) },
      })),
    })),
    ...(plan.observers && { observers: plan.observers }),
  });
}

async function signFirstRoot(
  db: Registry['db'],
  plan: AlliancePlan,
  alliance: Alliance,
  members: readonly Member[],
): Promise<void> {
  const body = allianceBytes(alliance);
  const signed = await rootOf({
    ...{ version: 1, expires: rootExpiry(new Date()), alliance: sha256Of(body) },
    root: members.map(({ id, root }) => ({ member: id, public: root.public })),
    cosigners: members.map(({ id, cosigner }) => ({ member: id, public: cosigner.public })),
    thresholds: { root: plan.root, release: plan.release },
  });
  const file = await signMetadata(
    signed,
    members.map(({ root }) => signerIn(signed, 'root', root)),
  );
  await putRoot(db, 1, new TextDecoder().decode(file), new TextDecoder().decode(body));
}
