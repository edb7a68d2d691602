import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';

/** What is in the database was written by this version, an earlier one or a later one: its shape is checked when it is read. */
export interface Schema extends DBSchema {
  feeds: { key: string; value: unknown };
  before: { key: string; value: unknown };
  texts: { key: [string, string]; value: unknown };
  hashes: { key: [string, string]; value: unknown };
  /** Reports of earlier versions: now they are kept apart from what can be fetched again. */
  reports: { key: string; value: unknown };
  /** Pictures that wait to be sent, by the id of their report. */
  pictures: { key: string; value: unknown };
  values: { key: string; value: unknown };
}

export type Database = IDBPDatabase<Schema>;

export const lists = ['feeds', 'before', 'texts', 'hashes'] as const;
const all = [...lists, 'reports', 'pictures', 'values'] as const;
const name = 'baize';
const version = 2;

/** A database that is being opened, or is open. */
interface Opening {
  readonly database: Promise<Database>;
  /** The same for who uses it: fails when it takes too long, and at once for who asks after that, until it is there. */
  awaited: Promise<Database>;
}

/**
 * The connection to the extension's one database. Browsers close it of their own accord (data cleared, a repair, a failing
 * disk), and opening it may fail for a moment, or wait without an end for what another connection does: nobody here waits
 * for that, and nothing lasts longer than until the next use.
 */
export class Connection {
  private opening: Opening | null = null;
  private readonly fails = { open: false, write: false };
  private readonly tried: () => void;

  /** @param tried called after each try to open or to write */
  constructor(tried: () => void) {
    this.tried = tried;
  }

  /** Whether the database could not be opened, or not be written, when that was last tried. */
  get isFailing(): boolean {
    return this.fails.open || this.fails.write;
  }

  /** Does something with the database; once more with a new connection where one from before fails. */
  async use<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const held = this.opening;
    if (held === null) return work(await this.open());
    try {
      return await work(await held.awaited);
    } catch (error) {
      if (isFull(error) || isLate(error)) throw error;
      this.drop(held);
      return await work(await this.open());
    }
  }

  /** The same for what changes the database. */
  async write<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      const result = await this.use(work);
      this.note('write', false);
      return result;
    } catch (error) {
      this.note('write', true);
      throw error;
    }
  }

  private open(): Promise<Database> {
    if (this.opening !== null) return this.opening.awaited;
    const database = openDatabase(() => this.drop(opening));
    const opening: Opening = { database, awaited: withinPatience(database) };
    this.opening = opening;
    opening.awaited.catch(() => this.note('open', true));
    database.then(
      () => {
        opening.awaited = database;
        this.note('open', false);
      },
      () => this.drop(opening),
    );
    return opening.awaited;
  }

  private drop(held: Opening): void {
    if (this.opening === held) this.opening = null;
    held.database.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  private note(what: 'open' | 'write', fails: boolean): void {
    this.fails[what] = fails;
    this.tried();
  }
}

/**
 * Asks the browser to delete nothing of what is stored when the disk gets full. Firefox says yes, and asks nobody (153). A
 * worker, as Chromium has it, cannot ask: there the permission `unlimitedStorage` sees to it, and pages are told no (156).
 */
export async function askToKeep(): Promise<void> {
  const { storage } = navigator;
  if ('persist' in storage) await storage.persist();
}

const late = 'The database could not be opened in time.';
const isLate = (error: unknown): boolean => error instanceof BaizeError && error.message === late;

function withinPatience(database: Promise<Database>): Promise<Database> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new BaizeError('store', late)), limits.storeOpening);
    database.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Whether something failed because there is no room for it. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/**
 * @param ended called when the connection is of no use any more
 * @throws what the browser throws; also when a connection of an older version is in the way
 */
function openDatabase(ended: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    const callbacks: OpenDBCallbacks<Schema> = {
      upgrade(database) {
        const missing = all.filter((store) => !database.objectStoreNames.contains(store));
        for (const store of missing) database.createObjectStore(store);
      },
      blocked: () => reject(new Error('Another version of Baize holds the database.')),
      // A later version wants to change it. A deletion can wait.
      blocking: (_, later) => later !== null && ended(),
      terminated: ended,
    };
    openWith(callbacks).then(resolve, reject);
  });
}

/**
 * Where an earlier package was put back, the database of the later one is taken as it is when it has what is needed here.
 * Else it is left alone, and another takes its place until the later package is there again.
 */
async function openWith(callbacks: OpenDBCallbacks<Schema>): Promise<Database> {
  const database = await openDB<Schema>(name, version, callbacks).catch((error) => {
    if (!isOfLaterVersion(error)) throw error;
    return openDB<Schema>(name, undefined, callbacks);
  });
  if (all.every((store) => database.objectStoreNames.contains(store))) return database;
  database.close();
  return openDB<Schema>(`${name}.${version}`, version, callbacks);
}

const isOfLaterVersion = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'VersionError';
