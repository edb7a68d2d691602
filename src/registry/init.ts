import { mkdir } from 'node:fs/promises';
import { BaizeError } from '../core/errors.ts';
import { type Alliance, parseAlliance } from '../core/feed.ts';
import { databaseName, type Paths, pathsOf, type Registry, readAlliance, registryOf } from './registry.ts';
import type { Published } from './release/issue.ts';
import { createKeys } from './release/keys.ts';
import { publish } from './release/publish.ts';
import { openDatabase } from './store/database.ts';
import type { Db } from './store/schema.ts';

/** Where `serve` puts a feed when nothing else is said. */
export const defaultAddress = 'http://127.0.0.1:4180/feed/';
/** Where `serve` takes reports, seen from the feed. */
const reportsAddress = '../v1/reports';

/**
 * Makes a new registry in a folder: store, keys, and a first release with an empty list. One that broke off half-way
 * is brought to its end.
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
  const alliance = newAlliance(name, addresses);
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  const db = await openDatabase(paths.database);
  try {
    await requireNew(db, paths);
    await createKeys(paths.keys);
    await writeAlliance(db, alliance);
    const registry = registryOf(paths, db, alliance);
    return { registry, published: await publish(registry) };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function requireNew(db: Db, paths: Paths): Promise<void> {
  if ((await readAlliance(db)) === null) return;
  throw new BaizeError(
    'input',
    `There is a registry in ${databaseName(paths)} already. Use it, or name another folder with --data.`,
  );
}

function newAlliance(name: string, addresses: readonly string[]): Alliance {
  try {
    return parseAlliance({
      name: { en: name },
      addresses: addresses.map((address) => new URL(address.replace(/\/*$/, '/')).href),
      reports: reportsAddress,
    });
  } catch (cause) {
    const message =
      'The name has 1 to 80 characters, and every --url is a web address such as https://feed.example/.';
    throw new BaizeError('input', message, { cause });
  }
}

async function writeAlliance(db: Db, alliance: Alliance): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('setting')
      .values({ name: 'alliance', value: JSON.stringify(alliance) })
      .execute();
  });
}
