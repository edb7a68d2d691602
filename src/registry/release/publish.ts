import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../core/limits.ts';
import { parseTargets, parseTimestamp } from '../../core/tuf/metadata.ts';
import { requireNotBehindFolder } from '../backup/ahead.ts';
import { signProposal } from '../cosign/sign.ts';
import { isSealed, openKey, publicKeyOf } from '../keys/key-file.ts';
import type { Registry } from '../registry.ts';
import { instant } from '../store/database.ts';
import { withLock } from '../store/lock.ts';
import { countWaiting, readPosition } from '../store/position.ts';
import { countChanges, lastRelease, openRelease, publishedBefore, type Release } from '../store/releases.ts';
import { inForce } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import { afterRelease } from './afterwards.ts';
import { storeCosignatures, type Tally, tallyOf } from './collect.ts';
import { completeRelease } from './complete.ts';
import type { Job } from './job.ts';
import { keyFileOf } from './keys.ts';
import { proposalFile } from './proposal.ts';
import { draftRelease, proposalOf, proposeRelease, proposeTimestamp } from './propose.ts';
import { publishRoots } from './root.ts';
import { isDue } from './unsigned.ts';
import { isWhole } from './whole.ts';

export interface PublishOptions {
  readonly now?: Date;
  /** Give co-signers this long, in milliseconds, before votes that came since take a new proposal. 0: at once. */
  readonly patience?: number;
  /** Told before each step, in words. What it throws ends the publication there. */
  readonly onStep?: (step: string) => void;
}

/**
 * What publishing came to. `released`: a new list is out; `renewed`: the same one under new signatures; `proposed`: it waits for
 * co-signers; `current`: there was nothing to do.
 */
export interface Published {
  readonly outcome: 'released' | 'renewed' | 'proposed' | 'current';
  readonly version: number;
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly tally: Tally;
}

/**
 * Brings the feed forward by what there is to do: completes what has its signatures, proposes what is new in the log or nears
 * its expiry, signs with the co-signer's key that lies here, if one does. One publisher at a time; others wait. Broken off
 * anywhere, the release before stays in force and the next call goes on.
 *
 * @throws BaizeError `missing` when the log's key can not be read; `rollback` when something newer is out than is known here;
 * whatever else stands in the way
 */
export async function publish(registry: Registry, options: PublishOptions = {}): Promise<Published> {
  const { now = new Date(), onStep = () => {}, patience = 0 } = options;
  return withLock(registry, 'publish', async () => {
    await requireNotBehindFolder(registry);
    await publishRoots({ registry, now, onStep });
    const job: Job = { registry, inForce: (await inForce(registry.db))!, now, onStep };
    const finished = await completeIfSigned(job);
    const open = await nextProposal(job, patience);
    if (open !== null) await signHere(job, open);
    const done = open === null ? finished : await completeIfSigned(job);
    await afterRelease(job);
    if (done !== null) return outcomeOf(job, done.changes > 0 ? 'released' : 'renewed', done);
    if (open !== null) return outcomeOf(job, 'proposed', open);
    return outcomeOf(job, 'current', (await lastRelease(registry.db))!);
  });
}

/** Publishes the open proposal if its signatures are there. Null: it waits for more, or there is none. */
async function completeIfSigned(job: Job): Promise<Release | null> {
  const open = await openRelease(job.registry.db);
  if (open?.state !== 'proposed' || open.root !== job.inForce.root.version) return null;
  const { members, needed } = await tallyOf(job.registry.db, open, job.inForce.root);
  return members.length < needed ? null : completeRelease(job, open);
}

/** The proposal that co-signers should sign now: the open one while it is good, else a new one; null when nothing is to do. */
async function nextProposal(job: Job, patience: number): Promise<Release | null> {
  const { db, paths } = job.registry;
  const [last, open] = [await lastRelease(db), await openRelease(db)];
  if (open && (await isStillGood(job, open, patience))) return keepOpen(job, open);
  if (await needsRelease(job, last)) return proposeRelease(job, await draftRelease(job));
  if (!(await isWhole(paths.feed, last!))) return proposeRelease(job, await draftRelease(job));
  const { expires } = parseTimestamp(Buffer.from(last!.timestamp_body)).signed;
  return isDue('timestamp', expires, job.now) ? proposeTimestamp(job, last!) : null;
}

/** A proposal under an older root counts for nothing; one that votes have overtaken gives way once its co-signers had time. */
async function isStillGood(job: Job, open: Release, patience: number): Promise<boolean> {
  const age = job.now.getTime() - Date.parse(open.time);
  if (open.root !== job.inForce.root.version || age > limits.proposalLife / 2) return false;
  const isOvertaken = (await countWaiting(job.registry.db)) > 0;
  return !isOvertaken || (open.note === '' && age < patience);
}

async function keepOpen(job: Job, open: Release): Promise<Release> {
  const there = existsSync(join(job.registry.paths.feed, proposalFile));
  return open.state === 'drafted' || (!there && open.note === '') ? proposeRelease(job, open) : open;
}

async function needsRelease(job: Job, last: Release | undefined): Promise<boolean> {
  const { db } = job.registry;
  if (last === undefined || last.root !== job.inForce.root.version) return true;
  const { expires } = parseTargets(Buffer.from(last.targets_body)).signed;
  if (isDue('targets', expires, job.now)) return true;
  const { release } = await readPosition(db);
  return release!.version !== last.targets || (await countWaiting(db)) > 0 || (await hasLapsed(db, job.now));
}

/** Whether the time of an entry is over. */
async function hasLapsed(db: Db, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('tenure')
    .select('key')
    .where('until', '<=', instant(now))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Signs with the co-signer's key that lies in the registry's folder: an alliance of one needs nobody else. */
async function signHere({ registry, inForce, now, onStep }: Job, open: Release): Promise<void> {
  const file = keyFileOf(registry.paths.keys, 'cosigner');
  if (!existsSync(file) || (await isSealed(file))) return;
  const { public: mine } = await publicKeyOf(file);
  const keyid = inForce.root.roles.targets.keyids.find((id) => inForce.root.keys[id]?.keyval.public === mine);
  if (keyid === undefined) return;
  onStep('signing');
  const member = inForce.root.keys[keyid]!['x-baize-member']!;
  const key = await openKey(file, 'cosigner');
  await storeCosignatures(
    registry.db,
    open,
    await signProposal({ key, keyid, member }, proposalOf(open), now),
  );
}

async function outcomeOf(
  { registry: { db }, inForce }: Job,
  outcome: Published['outcome'],
  release: Release,
): Promise<Published> {
  const isNew = outcome === 'released' || outcome === 'proposed';
  const { changes, gone, come } = isNew
    ? await countChanges(db, (await publishedBefore(db, release.id))?.id ?? 0, release.id)
    : { changes: 0, gone: 0, come: 0 };
  return {
    ...{ outcome, version: release.targets, entries: release.entries },
    ...{ added: changes - gone, removed: changes - come, changed: gone + come - changes },
    tally: await tallyOf(db, release, inForce.root),
  };
}
