import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { run } from './command.ts';
import { canInstall, install, locate } from './install.ts';

const advice =
  'Install PostgreSQL 14 or newer (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql), or name the folder of its programs: BAIZE_POSTGRES=/usr/lib/postgresql/15/bin. Its service need not run: the tests start a server of their own.';
const START_TIMEOUT = 30_000;
const SUPERUSER = 'postgres';

/** Folders in which systems put PostgreSQL's programs, one folder a version. */
const places = [
  ['/usr/lib/postgresql', 'bin'],
  ['/opt/homebrew/opt', 'bin'],
  ['/usr/local/opt', 'bin'],
] as const;

/**
 * The folder of PostgreSQL's programs, the newest version's, or null. `BAIZE_POSTGRES` names one.
 *
 * @throws Error when the one that is named holds no `initdb`
 */
function findPostgres(): string | null {
  const named = process.env.BAIZE_POSTGRES;
  if (named) {
    if (existsSync(join(named, 'initdb'))) return named;
    throw new Error(`BAIZE_POSTGRES names ${named}, which holds no initdb.`);
  }
  const folders = places.flatMap(([parent, bin]) =>
    versionsIn(parent).map((name) => join(parent, name, bin)),
  );
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  const inPath = locate('initdb');
  return found ?? (inPath && dirname(inPath));
}

function versionsIn(parent: string): string[] {
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => /^(postgresql(@\d+)?|\d+)$/.test(name));
  const version = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? Number.POSITIVE_INFINITY);
  return names.sort((a, b) => version(b) - version(a));
}

/**
 * The folder of PostgreSQL's programs; on Debian as root it is installed when there is none.
 *
 * @throws Error that says what to install
 */
export async function needPostgres(): Promise<string> {
  const found = findPostgres();
  if (found !== null) return found;
  if (!canInstall()) throw new Error(`There is no PostgreSQL on this machine. ${advice}`);
  await install('postgresql');
  const installed = findPostgres();
  if (installed === null)
    throw new Error(`postgresql was installed, but its programs are not found. ${advice}`);
  return installed;
}

export interface ServerOptions {
  /**
   * Writes through to the disk, as it must where figures are taken. Tests do without: they end processes, never the
   * machine, and what a process has written outlives it.
   */
  readonly durable?: boolean;
}

/** A PostgreSQL server of our own in a temporary folder, reached by a socket that only its owner can open. */
export class PostgresServer {
  private readonly programs: string;
  private readonly folder: string;
  private readonly durable: boolean;
  private child: ChildProcess | null = null;

  private constructor(programs: string, folder: string, { durable = false }: ServerOptions) {
    this.programs = programs;
    this.folder = folder;
    this.durable = durable;
    process.on('exit', () => {
      this.child?.kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    });
  }

  /** @throws Error when PostgreSQL is not installed or does not start */
  static async start(options: ServerOptions = {}): Promise<PostgresServer> {
    const programs = findPostgres();
    if (programs === null) throw new Error(`There is no PostgreSQL on this machine. ${advice}`);
    const folder = mkdtempSync(join(tmpdir(), 'baize-postgres-'));
    const owner = unprivileged();
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const server = new PostgresServer(programs, folder, options);
    await server.initialise();
    await server.resume();
    return server;
  }

  /** The address of one of its databases. */
  url(database: string): string {
    return `postgres://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(this.folder)}`;
  }

  /** Makes an empty database. @returns its address */
  async create(database: string): Promise<string> {
    await this.query(`create database "${database}"`);
    return this.url(database);
  }

  async drop(database: string): Promise<void> {
    await this.query(`drop database if exists "${database}" with (force)`);
  }

  /** Runs a statement as the superuser. */
  async query(sql: string, database = 'postgres'): Promise<unknown[]> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts the server again after `pause`. */
  async resume(): Promise<void> {
    const fast = ['fsync=off', 'full_page_writes=off', 'shared_buffers=32MB'];
    const settings = ['listen_addresses=', 'max_connections=200', ...(this.durable ? [] : fast)];
    const args = [
      '-D',
      join(this.folder, 'data'),
      '-k',
      this.folder,
      ...settings.flatMap((set) => ['-c', set]),
    ];
    const child = spawn(join(this.programs, 'postgres'), args, {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...unprivileged(),
    });
    this.child = child;
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-10_000);
    });
    const end = Date.now() + START_TIMEOUT;
    while (!(await this.answers())) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`PostgreSQL does not start:\n${said}`);
      await sleep(20);
    }
  }

  /** Ends the server at once, as a crash would; its databases stay. */
  async pause(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    await ended;
  }

  /** Ends the server and deletes all it holds. */
  async stop(): Promise<void> {
    await this.pause();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }

  /** An English language that sorts "a" before "B": whoever leaves the order of keys to the database is found out. */
  private async initialise(): Promise<void> {
    const language = ['--locale-provider=icu', '--icu-locale=en-US', '--encoding=UTF8', '--no-locale'];
    const args = ['-D', join(this.folder, 'data'), '-U', SUPERUSER, '--auth=trust', '--no-sync', ...language];
    const { code, said } = await run(join(this.programs, 'initdb'), args, {
      cwd: this.folder,
      ...unprivileged(),
    });
    if (code !== 0) throw new Error(`initdb ended with ${code}:\n${said.trim()}`);
  }
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8');
  const line = /^postgres:.*$/m.exec(users) ?? /^nobody:.*$/m.exec(users);
  const [, , uid, gid] = line?.[0].split(':') ?? [];
  if (uid === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.');
  return { uid: Number(uid), gid: Number(gid) };
}
