import { createWriteStream, existsSync } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ControlledTransaction } from 'kysely';
import { BaizeError } from '../../core/errors.ts';
import type { Registry } from '../registry.ts';
import { instant } from '../store/database.ts';
import { withLock } from '../store/lock.ts';
import { schemaVersion, type Tables } from '../store/schema.ts';
import { cellsOf, type Line, seal, type Value } from './lines.ts';
import { type TableFacts, tablesOf } from './tables.ts';

/** What came of a backup. */
export interface BackedUp {
  readonly file: string;
  readonly rows: number;
  readonly files: number;
  /** Length of the backup. */
  readonly bytes: number;
}

/** The registry as it stood at one moment. */
interface Moment {
  readonly tx: ControlledTransaction<Tables>;
  readonly tables: readonly TableFacts[];
  /** A folder with the feed of that moment. */
  readonly feed: string;
}

const ROWS_PER_READ = 500;
/** Reports and keys are nobody else's business. */
const MODE = 0o600;

/**
 * Writes a registry into one file while everything goes on: all rows as they stood at one moment, and the feed that was out
 * then.
 *
 * @param place a file that is not there yet, or a folder to put one into, named by the time
 * @param withKeys takes what lies in the folder of keys along, too
 * @throws BaizeError `input` when the file is there already
 */
export async function backUp(
  registry: Registry,
  place: string,
  withKeys: boolean,
  now: Date,
): Promise<BackedUp> {
  const file = newFile(place, now);
  const part = `${file}.part`;
  const scratch = await mkdtemp(join(registry.paths.data, 'backup-'));
  const count = { rows: 0, files: 0 };
  try {
    const lines = counted(linesOf(registry, scratch, withKeys, now), count);
    const output = createWriteStream(part, { mode: MODE, flush: true });
    await pipeline(Readable.from(seal(lines)), createGzip(), output);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
    await rm(scratch, { recursive: true, force: true });
  }
  return { file, ...count, bytes: (await stat(file)).size };
}

function newFile(place: string, now: Date): string {
  const name = `baize-${instant(now).replace(/[-:]/g, '')}.backup`;
  const file = existsSync(place) && !place.endsWith('.backup') ? join(place, name) : place;
  if (!existsSync(file)) return resolve(file);
  throw new BaizeError(
    'input',
    `${file} is there already. A backup is never overwritten: name another file.`,
  );
}

async function* counted(
  lines: AsyncIterable<Line>,
  count: { rows: number; files: number },
): AsyncGenerator<Line> {
  for await (const line of lines) {
    if (Array.isArray(line)) count.rows += 1;
    else if ('file' in line) count.files += 1;
    yield line;
  }
}

async function* linesOf(
  registry: Registry,
  scratch: string,
  withKeys: boolean,
  now: Date,
): AsyncGenerator<Line> {
  yield { format: 'baize-backup-1', schema: schemaVersion, made: instant(now) };
  const { tx, tables, feed } = await holdMoment(registry, scratch);
  try {
    for (const table of tables) yield* rowsOf(tx, table);
  } finally {
    await tx.rollback().execute();
  }
  yield* filesOf('feed', feed);
  if (withKeys) yield* filesOf('keys', registry.paths.keys);
}

/**
 * Rows and feed belong together, so nobody publishes while they are held. That takes no longer than a link for each file:
 * the feed's files are replaced, never written into.
 */
async function holdMoment(registry: Registry, scratch: string): Promise<Moment> {
  return withLock(registry, 'publish', async () => {
    const tx = await registry.db.startTransaction().setAccessMode('read only').execute();
    const tables = await tablesOf(tx);
    for (const path of await pathsBelow(registry.paths.feed)) {
      await mkdir(dirname(join(scratch, path)), { recursive: true });
      await link(join(registry.paths.feed, path), join(scratch, path));
    }
    return { tx, tables, feed: scratch };
  });
}

async function* rowsOf(tx: Moment['tx'], { name, columns }: TableFacts): AsyncGenerator<Line> {
  yield { table: name, columns: [...columns] };
  const table = tx.dynamic.table(name as keyof Tables).as('t');
  const query = tx.selectFrom(table).selectAll();
  for await (const row of query.stream(ROWS_PER_READ)) {
    const values = row as Record<string, Value>;
    yield cellsOf(columns.map((column) => values[column]!));
  }
}

async function* filesOf(prefix: 'feed' | 'keys', folder: string): AsyncGenerator<Line> {
  for (const path of await pathsBelow(folder)) {
    const content = (await readFile(join(folder, path))).toString('base64');
    yield { file: `${prefix}/${path}`, content };
  }
}

/** Files below a folder, with `/` between names; half-written ones left out. */
async function pathsBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
