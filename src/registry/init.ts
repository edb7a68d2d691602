import { mkdir } from 'node:fs/promises';
import { type Alliance, parseAlliance } from '../core/alliance.ts';
import { BaizeError } from '../core/errors.ts';
import { signMetadata } from '../core/tuf/sign.ts';
import { allianceBytes } from './ceremony/draft.ts';
import { rootExpiry, rootOf } from './ceremony/root-plan.ts';
import { openKey } from './keys/key-file.ts';
import type { KeyUse, PublicKey } from './keys/key-form.ts';
import { databaseName, type Paths, pathsOf, type Registry, registryOf } from './registry.ts';
import { createKeys, keyFileOf, signerIn } from './release/keys.ts';
import { sha256Of } from './release/list-text.ts';
import { type Published, publish } from './release/publish.ts';
import { openDatabase } from './store/database.ts';
import { inForce, putRoot } from './store/roots.ts';
import type { Db } from './store/schema.ts';

/** Where `serve` puts a feed when nothing else is said. */
export const defaultAddress = 'http://127.0.0.1:4180/feed/';
/** Where `serve` takes reports, seen from the feed. */
export const reportsAddress = '../v1/reports';
/** What one member may vote on a day when nothing else is said: an import of the largest list there is fits. */
export const defaultCaps = { votes: 10_000, keys: 2_000_000 } as const;

/**
 * Makes a new registry in a folder, of an alliance of one: store, keys, root, and a first release with an empty list. One
 * that broke off half-way is brought to its end.
 *
 * @param addresses base addresses of the feed
 * @throws BaizeError `input` when there is one already, or the name or an address is not as it should be
 */
export async function initRegistry(
  directory: string,
  name: string,
  addresses: readonly string[] = [defaultAddress],
): Promise<{ registry: Registry; published: Published }> {
  const paths = pathsOf(directory);
  const member = memberIdOf(name);
  newAlliance(name, member, addresses, placeholderKeys);
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  const db = await openDatabase(paths.database);
  try {
    await requireNew(db, paths);
    const keys = await createKeys(paths.keys, member);
    const alliance = newAlliance(name, member, addresses, { vote: keys.vote.public, log: keys.log.public });
    await found(db, paths, alliance, keys);
    const registry = registryOf(paths, db, alliance);
    return { registry, published: await publish(registry) };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function requireNew(db: Db, paths: Paths): Promise<void> {
  if ((await inForce(db)) === null) return;
  throw new BaizeError(
    'input',
    `There is a registry in ${databaseName(paths)} already. Use it, or name another folder with --data.`,
  );
}

/** Signs the first root: one member, whose keys suffice for everything. */
async function found(
  db: Db,
  { keys: folder }: Paths,
  alliance: Alliance,
  keys: Record<KeyUse, PublicKey>,
): Promise<void> {
  const body = allianceBytes(alliance);
  const member = alliance.members[0]!.id;
  const signed = await rootOf({
    ...{ version: 1, expires: rootExpiry(new Date()), alliance: sha256Of(body) },
    root: [{ member, public: keys.root.public }],
    cosigners: [{ member, public: keys.cosigner.public }],
    thresholds: { root: 1, release: 1 },
  });
  const key = await openKey(keyFileOf(folder, 'root'), 'root');
  const file = await signMetadata(signed, [signerIn(signed, 'root', key)]);
  await putRoot(db, 1, new TextDecoder().decode(file), new TextDecoder().decode(body));
}

/** So that a bad name or address is refused before anything is made. */
const placeholderKeys = { vote: '0'.repeat(64), log: '0'.repeat(64) };

function newAlliance(
  name: string,
  member: string,
  addresses: readonly string[],
  keys: { readonly vote: string; readonly log: string },
): Alliance {
  try {
    const urls = addresses.map((address) => new URL(address.replace(/\/*$/, '/')).href);
    return parseAlliance({
      ...{ name: { en: name }, addresses: urls, reports: reportsAddress },
      log: { origin: originOf(urls[0]!), key: keys.log },
      ...{ quorum: 1, caps: defaultCaps },
      members: [{ id: member, name: { en: name }, reviewers: [{ key: keys.vote }] }],
    });
  } catch (cause) {
    const message =
      'The name has 1 to 80 characters, and every --url is a web address such as https://feed.example/.';
    throw new BaizeError('input', message, { cause });
  }
}

/** The name of a log: its address without the scheme (c2sp.org/tlog-checkpoint), and without what a note may not hold. */
export function originOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.replace(/\/$/, '').replaceAll('+', '%2B');
}

/** A member's id made from its name; what can not stand in one is left out. */
function memberIdOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-|-$/g, '');
  return id === '' ? 'first' : id;
}
