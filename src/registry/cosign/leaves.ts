import { BaizeError } from '../../core/errors.ts';
import { feedFiles } from '../../core/feed.ts';
import { gunzip } from '../../core/gunzip.ts';
import { parseLeaf, type ReleaseLeaf } from '../../core/leaf.ts';
import { limits } from '../../core/limits.ts';
import { decodeEntries, entriesPath, TILE_WIDTH } from '../../core/log/tiles.ts';
import { sha256Of } from '../release/list-text.ts';
import type { Source } from '../release/source.ts';
import type { LogLeaf } from '../store/leaves.ts';

/** The leaves that lead to a release, and the release itself, which is the last of them. */
export interface Segment {
  readonly leaves: readonly LogLeaf[];
  readonly release: ReleaseLeaf;
}

/**
 * Reads a log's new leaves from its public files, release by release.
 *
 * @throws BaizeError `missing` when tiles are not there or shorter than the log, `log` when what follows the last release
 * leads to none
 */
export async function* segmentsOf(source: Source, from: number, size: number): AsyncGenerator<Segment> {
  let leaves: LogLeaf[] = [];
  for await (const leaf of fetchLeaves(source, from, size)) {
    leaves.push(leaf);
    const release = releaseIn(leaf.bytes);
    if (release === null) continue;
    yield { leaves, release };
    leaves = [];
  }
  if (leaves.length > 0)
    throw new BaizeError('log', 'The last leaf that the checkpoint covers is no release.');
}

/** The leaves with indexes from `from` to below `size`, from the log's bundles. @throws BaizeError `missing`, `format` */
export async function* fetchLeaves(source: Source, from: number, size: number): AsyncGenerator<LogLeaf> {
  for (let tile = Math.floor(from / TILE_WIDTH); tile * TILE_WIDTH < size; tile += 1) {
    const start = tile * TILE_WIDTH;
    const entries = await fetchEntries(source, tile, Math.min(TILE_WIDTH, size - start));
    for (const [offset, bytes] of entries.entries()) {
      if (start + offset >= from && start + offset < size) yield { index: start + offset, bytes };
    }
  }
}

/** A bundle of at least this many entries. When the log has grown meanwhile, the full one may have taken its place. */
async function fetchEntries(source: Source, tile: number, width: number): Promise<Uint8Array[]> {
  for (const many of new Set([width, TILE_WIDTH])) {
    const bytes = await source.get(feedFiles.log(entriesPath(tile, many)), limits.entriesBytes);
    if (bytes !== null) return decodeEntries(bytes, many);
  }
  throw new BaizeError('missing', `The log's entries ${entriesPath(tile, width)} are not at ${source.name}.`);
}

/** What a leaf says of a release, or null for every other leaf; malformed ones are judged by the replay. */
function releaseIn(bytes: Uint8Array): ReleaseLeaf | null {
  try {
    const { signed } = parseLeaf(bytes);
    return signed._type === 'release' ? signed : null;
  } catch (error) {
    if (error instanceof BaizeError) return null;
    throw error;
  }
}

/**
 * The text of a batch's body.
 *
 * @throws BaizeError `missing` when it is not there: what can not be read can not be judged; `hash` when it is another
 */
export async function fetchBody(source: Source, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await source.get(feedFiles.body(sha256), limits.listGzipBytes);
  if (packed === null)
    throw new BaizeError('missing', `The body ${sha256} of a batch is not at ${source.name}.`);
  const text = await gunzip(packed, limits.listBytes, 'The body');
  if (sha256Of(text) === sha256) return text;
  throw new BaizeError('hash', `The body ${sha256} at ${source.name} is another text.`);
}
