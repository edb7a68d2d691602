import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Alliance, parseAlliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import type { ReleaseLeaf } from '../../core/leaf.ts';
import type { Checkpoint } from '../../core/log/checkpoint.ts';
import { hashLeaf } from '../../core/log/merkle.ts';
import { parseStrict } from '../../core/tuf/json.ts';
import { parseRoot } from '../../core/tuf/metadata.ts';
import { cachedText, type ListText, nextText } from '../release/list-text.ts';
import { replaySegment } from '../release/segment.ts';
import type { Source } from '../release/source.ts';
import { openDatabase } from '../store/database.ts';
import { readPosition, writePosition } from '../store/position.ts';
import { allianceBody, rootBody } from '../store/roots.ts';
import type { Db } from '../store/schema.ts';
import { fetchBody, type Segment, segmentsOf } from './leaves.ts';
import { requireTiles } from './tiles.ts';

/**
 * A copy of the registry's state that rests on nothing but the log: rows, the text of the newest list, and the right edge of
 * the tree, all in a folder of its own.
 */
export interface Replica {
  readonly db: Db;
  readonly cache: string;
  close(): Promise<void>;
}

/** @param directory made if need be */
export async function openReplica(directory: string): Promise<Replica> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const db = await openDatabase(join(directory, 'cosigner.db'));
  return { db, cache: join(directory, 'cosigner-cache'), close: () => db.destroy() };
}

/** Where a replica stands: at a release, with its list. */
export interface Standing {
  readonly release: ReleaseLeaf;
  readonly list: ListText;
}

/**
 * Brings a replica to a checkpoint: reads the new leaves, replays them, and holds every release to what it claims. That the
 * new root comes out of the edge that was kept and the new leaves shows that the log only grew.
 *
 * @param tx rolled back when this throws
 * @param checkpoint of the log; who signed it does not matter here
 * @param keep what becomes of the pending changes of each release that came out; a co-signer has no use for them
 * @throws BaizeError `log` when the log is not as it was, or a release claims what does not come out
 */
export async function follow(
  tx: Db,
  cache: string,
  source: Source,
  checkpoint: Checkpoint,
  onStep: (step: string) => void = () => {},
  keep: (segment: Segment) => Promise<unknown> = () => tx.deleteFrom('change').execute(),
): Promise<Standing> {
  const { edge, ...position } = await readPosition(tx);
  let { release } = position;
  if (checkpoint.size < edge.size) {
    throw refuse(`it has ${checkpoint.size} leaves where it had ${edge.size}: leaves were taken out`);
  }
  const before = { size: edge.size, root: edge.root() };
  let list = await cachedText(cache, release?.list ?? null);
  let last: Uint8Array | null = null;
  for await (const segment of segmentsOf(source, edge.size, checkpoint.size)) {
    onStep(`release ${segment.release.version}`);
    const alliance = await requireClaim(tx, release, segment.release, checkpoint.origin);
    list = await advance(tx, source, alliance, segment, list);
    await keep(segment);
    for (const { bytes } of segment.leaves) {
      last = hashLeaf(bytes);
      edge.append(last);
    }
    release = segment.release;
  }
  if (release === null) throw refuse('it holds no release');
  if (!Buffer.from(edge.root()).equals(checkpoint.root)) {
    throw refuse(
      `its checkpoint of ${edge.size} leaves is another tree's: leaves were changed, moved or left out`,
    );
  }
  if (last !== null) await requireTiles(source, before, checkpoint, last);
  await writePosition(tx, edge, release);
  return { release, list: list ?? (await nextText(tx, null, [])) };
}

/** Whether a release may follow the one before; gives the alliance by whose rules it is made. */
async function requireClaim(
  tx: Db,
  last: ReleaseLeaf | null,
  claim: ReleaseLeaf,
  origin: string,
): Promise<Alliance> {
  const { version, feed, time, root, alliance } = claim;
  if (feed !== origin) throw refuse(`release ${version} is for the log "${feed}"`);
  const next = (last?.version ?? 0) + 1;
  if (version !== next) throw refuse(`it has release ${version} where release ${next} belongs`);
  if (time < (last?.time ?? '')) throw refuse(`release ${version} is from before release ${last?.version}`);
  if (root < (last?.root ?? 0)) throw refuse(`release ${version} goes back to root ${root}`);
  const body = await rootBody(tx, root);
  if (body === null) throw refuse(`release ${version} is under root ${root}, which the feed has not`);
  if (parseRoot(Buffer.from(body)).signed['x-baize-alliance'] !== alliance) {
    throw refuse(`release ${version} names another alliance than root ${root}`);
  }
  return parseAlliance(parseStrict(Buffer.from((await allianceBody(tx, alliance))!)));
}

async function advance(
  tx: Db,
  source: Source,
  alliance: Alliance,
  { leaves, release }: Segment,
  base: ListText | null,
): Promise<ListText> {
  const bodyOf = (sha256: string) => fetchBody(source, sha256);
  const { time } = release;
  const list = await replaySegment(tx, base, { leaves, alliance, time, bodyOf });
  const { sha256, length, entries } = release.list;
  const same = list.state.sha256 === sha256 && list.state.length === length && list.state.entries === entries;
  if (same) return list;
  throw refuse(`release ${release.version} claims a list that its votes do not lead to`);
}

function refuse(what: string): BaizeError {
  return new BaizeError('log', `The log can not be followed: ${what}.`);
}
