import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { allianceTarget, feedFiles } from '../../core/feed.ts';
import { signMetadata } from '../../core/tuf/sign.ts';
import { planOf, rootExpiry, rootOf } from '../ceremony/root-plan.ts';
import { isSealed, openKey, publicKeyOf } from '../keys/key-file.ts';
import { alliances, type InForce, inForce, putRoot, roots } from '../store/roots.ts';
import { readIfThere, writeDurable } from './feed-files.ts';
import type { Job } from './job.ts';
import { keyFileOf, signerIn } from './keys.ts';
import { isDue } from './unsigned.ts';

type RootJob = Pick<Job, 'registry' | 'now' | 'onStep'>;

/** Sees to it that every root lies in the feed, and every alliance.json that one of them names. */
export async function publishRoots(job: RootJob): Promise<void> {
  const { db, paths } = job.registry;
  await renewRoot(job);
  for (const { sha256, body } of await alliances(db)) {
    await writeIfOther(job, join(paths.feed, feedFiles.target(sha256, allianceTarget)), body);
  }
  for (const { version, body } of await roots(db)) {
    await writeIfOther(job, join(paths.feed, feedFiles.metadata(`${version}.root.json`)), body);
  }
}

async function writeIfOther({ onStep }: RootJob, file: string, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  if ((await readIfThere(file))?.equals(bytes)) return;
  onStep(file);
  await writeDurable(file, bytes);
}

/** An alliance of one whose root key lies here unsealed needs no ceremony to stay alive: root is signed anew at half its life. */
async function renewRoot({ registry: { db, paths }, now }: RootJob): Promise<void> {
  const current = await inForce(db);
  if (current === null || !isDue('root', current.root.expires, now)) return;
  if (!(await canSignAlone(paths.keys, current))) return;
  const version = current.root.version + 1;
  const signed = await rootOf({ ...planOf(current.root), version, expires: rootExpiry(now) });
  const key = await openKey(keyFileOf(paths.keys, 'root'), 'root');
  const body = await signMetadata(signed, [signerIn(current.root, 'root', key)]);
  await putRoot(db, version, new TextDecoder().decode(body), current.allianceBody);
}

async function canSignAlone(keys: string, { root }: InForce): Promise<boolean> {
  const file = keyFileOf(keys, 'root');
  if (root.roles.root.threshold > 1 || !existsSync(file) || (await isSealed(file))) return false;
  const { public: mine } = await publicKeyOf(file);
  return root.roles.root.keyids.some((id) => root.keys[id]?.keyval.public === mine);
}
