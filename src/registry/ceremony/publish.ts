import { mkdir } from 'node:fs/promises';
import { BaizeError } from '../../core/errors.ts';
import { openRegistry, pathsOf } from '../registry.ts';
import { openDatabase } from '../store/database.ts';
import { type InForce, inForce, putRoot } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import { noteGranted, waitingRequests } from '../store/staff.ts';
import { grantedBy } from './edit.ts';
import type { Proposal } from './proposal.ts';
import { requireComplete } from './standing.ts';

/**
 * Puts a proposal in force in the registry of a folder, which is made if it is the first root: the next release goes out
 * under it. Said twice it is done once.
 *
 * @throws BaizeError whatever makes a browser refuse the root; `rollback` when the registry has that version already,
 * `input` when the proposal follows another root than the one in force
 */
export async function publishRoot(directory: string, proposal: Proposal, now: Date): Promise<void> {
  await requireComplete(proposal, now);
  const db = proposal.current === null ? await newDatabase(directory) : (await openRegistry(directory)).db;
  try {
    const { plan, body, allianceBody } = proposal.next;
    const current = await inForce(db);
    if (current?.rootBody === body) return;
    requireFollows(proposal, current);
    if (await putRoot(db, plan.version, body, allianceBody)) return await grantRequests(db, now);
    throw new BaizeError('rollback', `Another root ${plan.version} was put in force meanwhile.`);
  } finally {
    await db.destroy();
  }
}

async function newDatabase(directory: string): Promise<Db> {
  const { data, database } = pathsOf(directory);
  await mkdir(data, { recursive: true, mode: 0o700 });
  return openDatabase(database);
}

/** The chain goes on from what the registry has, not from what a file claims. */
function requireFollows({ current, next }: Proposal, stored: InForce | null): void {
  const version = next.plan.version;
  if (stored !== null && version <= stored.root.version) {
    throw new BaizeError(
      'rollback',
      `Root ${stored.root.version} is in force here; root ${version} comes too late.`,
    );
  }
  if (current?.body === stored?.rootBody) return;
  const here = stored === null ? 'no root' : `another root ${stored.root.version}`;
  throw new BaizeError('input', `This proposal follows a root that is not in force here: there is ${here}.`);
}

async function grantRequests(db: Db, now: Date): Promise<void> {
  const { alliance } = (await inForce(db))!;
  const granted = grantedBy(alliance, await waitingRequests(db));
  await noteGranted(
    db,
    granted.map(({ id }) => id),
    now,
  );
}
