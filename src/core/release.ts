import { type Alliance, parseAlliance } from './alliance.ts';
import { applyChanges, readDelta } from './delta.ts';
import { BaizeError } from './errors.ts';
import { allianceTarget, feedFiles, listTarget, parseState, type State } from './feed.ts';
import { gunzip } from './gunzip.ts';
import { limits } from './limits.ts';
import { checkList, type List } from './list.ts';
import { sha256 } from './tuf/bytes.ts';
import { parseStrict } from './tuf/json.ts';
import { parseRoot, type TargetFile } from './tuf/metadata.ts';
import type { FetchFile } from './tuf/refresh.ts';
import { type Trusted, targetInfo, targetsSigners, verifyTarget } from './tuf/trusted.ts';

/**
 * Gets a file below a feed's base address, of at most `maxBytes`. Null: there is none.
 * Rejects with a `BaizeError` of code `length` when it is longer, `network` when there is no answer.
 */
export type GetFile = (path: string, maxBytes: number) => Promise<Uint8Array | null>;

/** The metadata folder of a feed, as `refresh` reads it. */
export const metadataOf =
  (get: GetFile): FetchFile =>
  (name, maxBytes) =>
    get(feedFiles.metadata(name), maxBytes);

/** The state of the list that the trusted targets sign. @throws BaizeError `missing` or `format` */
export function stateOf(trusted: Trusted): State {
  return parseState(signedTarget(trusted, listTarget).custom);
}

/** The SHA-256 under which the trusted targets sign the alliance. */
export function allianceDigest(trusted: Trusted): string {
  return digestOf(signedTarget(trusted, allianceTarget));
}

/**
 * Checks that the trusted targets carry the alliance that the trusted root names: whoever signs releases can not change who
 * the members are.
 *
 * @throws BaizeError `format` when root names none, `hash` when it names another
 */
export function requireNamedAlliance(trusted: Trusted): void {
  const named = parseRoot(trusted.root).signed['x-baize-alliance'];
  if (named === undefined) throw new BaizeError('format', 'The root names no alliance.json.');
  if (named === allianceDigest(trusted)) return;
  throw new BaizeError('hash', 'The alliance.json of this release is not the one that the root names.');
}

function signedTarget(trusted: Trusted, name: string): TargetFile {
  const info = targetInfo(trusted, name);
  if (info === undefined) throw new BaizeError('missing', `The feed's targets do not name ${name}.`);
  return info;
}

function digestOf({ hashes }: TargetFile): string {
  const digest = hashes.sha256;
  if (digest === undefined) throw new BaizeError('format', 'A target of the feed has no SHA-256.');
  return digest;
}

/** Length of the whole list as it is fetched, in bytes. */
export function listLength(trusted: Trusted): number {
  return signedTarget(trusted, listTarget).length;
}

/** The whole list: fetched, unpacked within its signed length, and every check of `verifyText`. */
export async function fetchList(get: GetFile, trusted: Trusted): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await fetchTarget(get, trusted, listTarget, limits.listGzipBytes);
  const state = stateOf(trusted);
  const text = await gunzip(packed, state.length, 'The list');
  await verifyText(text, state);
  return text;
}

/** Who publishes the feed: the alliance.json that targets sign and root names. */
export async function fetchAlliance(get: GetFile, trusted: Trusted): Promise<Alliance> {
  return readAlliance(await fetchAllianceFile(get, trusted), trusted);
}

/** The bytes of that alliance.json, as they were signed. */
export async function fetchAllianceFile(get: GetFile, trusted: Trusted): Promise<Uint8Array> {
  requireNamedAlliance(trusted);
  return fetchTarget(get, trusted, allianceTarget, limits.allianceBytes);
}

/** Reads the bytes of an alliance.json. @throws BaizeError `hash` or `length` when they are not those that targets sign */
export async function readAlliance(bytes: Uint8Array, trusted: Trusted): Promise<Alliance> {
  await verifyTarget(signedTarget(trusted, allianceTarget), bytes);
  return parseAlliance(parseStrict(bytes));
}

async function fetchTarget(get: GetFile, trusted: Trusted, name: string, most: number): Promise<Uint8Array> {
  const info = signedTarget(trusted, name);
  if (info.length > most) throw new BaizeError('length', `${name} is signed as longer than ${most} bytes.`);
  const bytes = await get(feedFiles.target(digestOf(info), name), info.length);
  if (bytes === null) throw new BaizeError('missing', `The feed has no ${name}.`);
  await verifyTarget(info, bytes);
  return bytes;
}

/**
 * The list of `to`, made from the one at hand and a delta.
 *
 * @param from state digest of `base`
 * @returns null when the feed has no such delta
 * @throws BaizeError when the delta is broken or leads elsewhere: then the whole list is taken
 */
export async function fetchDelta(
  get: GetFile,
  base: List,
  from: string,
  to: State,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const packed = await get(feedFiles.delta(to.sha256, from), limits.deltaGzipBytes);
  if (packed === null) return null;
  const text = applyChanges(base, readDelta(base, await gunzip(packed, limits.deltaBytes, 'The delta')));
  await verifyText(text, to);
  return text;
}

/** Checks that a text is the one that was signed, byte for byte. @throws BaizeError `hash` */
export async function verifyWhole(text: Uint8Array, { length, sha256: digest }: State): Promise<void> {
  if (text.length !== length || (await sha256(text)) !== digest) {
    throw new BaizeError('hash', 'The list is not the one that was signed.');
  }
}

/**
 * Checks a list's text against its signed state: length, SHA-256, number of entries, and that it is a list at all.
 *
 * @throws BaizeError `hash` or `format`
 */
async function verifyText(text: Uint8Array, state: State): Promise<void> {
  await verifyWhole(text, state);
  const entries = checkList(text);
  if (entries !== state.entries) {
    throw new BaizeError('format', `The list has ${entries} entries where ${state.entries} were signed.`);
  }
}

/**
 * A release that changes much of the list needs the alliance's largest majority behind it (protocol, "The browser's
 * side", 5): over 20 % of the lines gone, or over 50 % new in a list that is no longer small.
 *
 * @throws BaizeError `sanity`
 */
export async function requireSane(before: List, after: List, trusted: Trusted): Promise<void> {
  const { total, gone, come, left } = compare(before, after);
  const shrinks = gone > total * limits.shareRemoved;
  const swells = left > limits.growingList && come > total * limits.shareAdded;
  if (!shrinks && !swells) return;
  const { signers, rootThreshold } = await targetsSigners(trusted);
  if (signers.length >= rootThreshold) return;
  throw new BaizeError(
    'sanity',
    `The release removes ${gone} and adds ${come} of ${total} entries; that needs ${rootThreshold} signers and has ${signers.length}.`,
  );
}

/** Walks two sorted lists side by side. A line that changes its kind or level counts as gone and come. */
function compare(before: List, after: List) {
  const counts = { total: 0, gone: 0, come: 0, left: 0 };
  const old = before.lines();
  const fresh = after.lines();
  let a = old.next();
  let b = fresh.next();
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
    if (order < 0) counts.gone += 1;
    if (order > 0) counts.come += 1;
    if (order <= 0) {
      counts.total += 1;
      a = old.next();
    }
    if (order >= 0) {
      counts.left += 1;
      b = fresh.next();
    }
  }
  return counts;
}
