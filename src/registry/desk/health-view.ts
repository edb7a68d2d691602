import type { Root } from '../../core/tuf/metadata.ts';
import { healthOf } from '../health.ts';
import { lastRelease, openRelease } from '../store/releases.ts';
import { inForce } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import type { DeskHealth } from './api.ts';

/** How the registry and its co-signers stand. */
export async function healthView(db: Db, now: Date): Promise<DeskHealth> {
  const { release, root, pending, warnings } = await healthOf(db, now);
  const current = (await openRelease(db)) ?? (await lastRelease(db));
  const inUse = (await inForce(db))!.root;
  return {
    release: release && { version: release.version, entries: release.entries, signed: release.signed },
    ...{ root, pending, warnings },
    cosigners: await cosignersOf(db, inUse, current?.id ?? 0),
    needed: current?.needed ?? inUse.roles.targets.threshold,
  };
}

/** For each member that co-signs: whether it has signed a release, and from when the last one is that it signed. */
async function cosignersOf(db: Db, root: Root, release: number): Promise<DeskHealth['cosigners']> {
  const rows = await db
    .selectFrom('cosignature')
    .innerJoin('release', 'release.id', 'cosignature.release')
    .select((eb) => ['keyid', eb.fn.max('release.id').as('newest'), eb.fn.max('release.time').as('last')])
    .groupBy('keyid')
    .execute();
  const signed = new Map(rows.map((row) => [row.keyid, row]));
  return root.roles.targets.keyids.map((keyid) => {
    const found = signed.get(keyid);
    return {
      member: root.keys[keyid]?.['x-baize-member'] ?? keyid,
      signed: Number(found?.newest ?? 0) === release && release > 0,
      last: found?.last ?? null,
    };
  });
}
