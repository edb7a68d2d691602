import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Alliance } from '../src/core/alliance.ts';
import { BaizeError } from '../src/core/errors.ts';
import { allianceTarget, feedFiles, listTarget } from '../src/core/feed.ts';
import { limits } from '../src/core/limits.ts';
import {
  allianceDigest,
  fetchAlliance,
  fetchList,
  type GetFile,
  metadataOf,
  stateOf,
} from '../src/core/release.ts';
import { sha256 } from '../src/core/tuf/bytes.ts';
import { refresh } from '../src/core/tuf/refresh.ts';
import { type Trusted, targetInfo } from '../src/core/tuf/trusted.ts';
import { getFrom } from '../src/extension/background/network.ts';

/** One line of the package's `feeds/index.json`. */
interface PackagedFeed {
  /** Base address: the feed's id. */
  readonly feed: string;
  /** Folder of the package that holds its baseline. */
  readonly folder: string;
}

/** A file to put into the package. */
interface PackagedFile {
  readonly absoluteSrc: string;
  readonly relativeDest: string;
}

const staging = resolve(import.meta.dirname, '../.wxt/feeds', String(process.pid));

/**
 * Verifies feeds and lays them out for the package, so that a browser is protected before its first fetch.
 * The build trusts what it is pointed at: whoever builds compares the printed root digest with the publisher's.
 *
 * @param places folders or http(s) addresses; none makes packages that follow no feed
 * @throws BaizeError with one sentence that names the place
 */
export async function packageFeeds(places: readonly string[]): Promise<PackagedFile[]> {
  const index: PackagedFeed[] = [];
  const files: PackagedFile[] = [];
  for (const place of places) {
    const folder = `feeds/${index.length}`;
    const { feed, contents } = await readFeed(place);
    index.push({ feed, folder });
    for (const [name, bytes] of contents) files.push(await stage(`${folder}/${name}`, bytes));
  }
  files.push(await stage('feeds/index.json', new TextEncoder().encode(JSON.stringify(index))));
  return files;
}

/** Deletes what was laid out, once the package holds it. */
export async function clearStaging(): Promise<void> {
  await rm(staging, { recursive: true, force: true });
}

async function stage(relativeDest: string, bytes: Uint8Array): Promise<PackagedFile> {
  const absoluteSrc = join(staging, relativeDest);
  await mkdir(resolve(absoluteSrc, '..'), { recursive: true });
  await writeFile(absoluteSrc, bytes);
  return { absoluteSrc, relativeDest };
}

async function readFeed(place: string) {
  try {
    return await verifyFeed(place);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BaizeError('input', `The feed ${place} can not be packaged: ${reason}`, { cause });
  }
}

async function verifyFeed(place: string) {
  const address = /^https?:\/\//.test(place) ? new URL(place.replace(/\/*$/, '/')).href : null;
  const get = address === null ? getFromFolder(place) : getFrom(address, fetch);
  const first = await required(get, feedFiles.metadata('1.root.json'), limits.rootBytes);
  const { trusted, error } = await refresh({ root: first }, metadataOf(get), new Date());
  if (error) throw error;
  await fetchList(get, trusted);
  const alliance = await fetchAlliance(get, trusted);
  const contents = await baselineOf(get, trusted);
  await announce(place, first, trusted, alliance);
  return { feed: address ?? alliance.addresses[0]!, contents };
}

/** The files of a baseline, named by what they are. */
async function baselineOf(get: GetFile, trusted: Trusted): Promise<[string, Uint8Array][]> {
  const list = targetInfo(trusted, listTarget)!;
  return [
    ['root.json', trusted.root],
    ['timestamp.json', trusted.timestamp!],
    ['snapshot.json', trusted.snapshot!],
    ['targets.json', trusted.targets!],
    [listTarget, await required(get, feedFiles.target(list.hashes.sha256!, listTarget), list.length)],
    [
      allianceTarget,
      await required(get, feedFiles.target(allianceDigest(trusted), allianceTarget), limits.allianceBytes),
    ],
  ];
}

async function announce(
  place: string,
  root: Uint8Array,
  trusted: Trusted,
  alliance: Alliance,
): Promise<void> {
  const { entries } = stateOf(trusted);
  console.log(`Feed ${place}: ${alliance.name.en}, ${entries} entries`);
  console.log(`  root SHA-256 ${await sha256(root)} (compare it with what the publisher says)`);
}

async function required(get: GetFile, path: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await get(path, maxBytes);
  if (bytes === null) throw new BaizeError('missing', `it has no ${path}.`);
  return bytes;
}

function getFromFolder(folder: string): GetFile {
  return async (path, maxBytes) => {
    const file = await open(join(folder, path)).catch(() => null);
    if (file === null) return null;
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new BaizeError('length', `${path} is longer than ${maxBytes} bytes.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  };
}
