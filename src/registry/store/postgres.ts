import {
  type AbortableOperationOptions,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { DatabaseError, Pool, type PoolClient, types } from 'pg';
import { BaizeError } from '../../core/errors.ts';
import { tooLong, turnTimeout } from './busy.ts';

/** Connections of one process: reports and look-ups beside the one that writes. */
const CONNECTIONS = 10;
const CONNECT_TIMEOUT = 10_000;
/** The advisory lock of whoever changes more than rows of its own: "baiz" in ASCII. */
const WRITER = 0x6261_697a;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03';
const INT8 = 20;
const NUMERIC = 1_700;

/**
 * Of every connection. Whoever is told that a row is stored can rely on it whatever the server's own setting, and a server
 * notices within a minute that a process that held a lock is gone with its machine.
 */
const SETTINGS = `
  set synchronous_commit = on;
  set lock_timeout = ${turnTimeout};
  set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`;

/** A PostgreSQL database. @param url an address that `requireAddress` has passed */
export function postgresDialect(url: string): Dialect {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    application_name: 'baize',
    types: { getTypeParser },
  });
  // A connection that breaks is noticed by whoever uses it next; an error nobody listens to would end the process.
  const ignore = () => {};
  pool.on('error', ignore);
  pool.on('connect', (client: PoolClient) => client.on('error', ignore));
  return new AloneDialect({
    pool,
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw(SETTINGS));
    },
  });
}

/** What `BAIZE_DATABASE_URL` says. @throws BaizeError `input` when that is not the address of a PostgreSQL database */
export function requireAddress(url: string): string {
  const parsed = URL.parse(url);
  const isPostgres = ['postgres:', 'postgresql:'].includes(parsed?.protocol ?? '');
  if (isPostgres && parsed!.pathname.length > 1) return url;
  throw new BaizeError(
    'input',
    'BAIZE_DATABASE_URL is not the address of a PostgreSQL database, such as postgres://user:password@host:5432/baize. Write special characters of the password as %40 for @, %2F for / and so on.',
  );
}

/** Where the database is, without user and password. */
export function postgresName(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${decodeURIComponent(host) || searchParams.get('host') || 'this machine'}${pathname}`;
}

/** What an open database says when it can not be used, as one sentence without user and password. */
export function unreachable(url: string, error: unknown): BaizeError {
  const message = `The PostgreSQL database ${postgresName(url)} can not be used: ${reasonOf(error)}. BAIZE_DATABASE_URL names it; is the server running, and are user and password right?`;
  return new BaizeError('input', message, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

/** Counts are numbers, as SQLite has them; beyond 2^53 nothing of ours goes. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 || oid === NUMERIC) return readInteger;
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text');
}

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The database holds ${text}, which is no safe integer.`);
  return value;
}

type Connection = Parameters<PostgresDriver['rollbackTransaction']>[0];

class AloneDialect extends PostgresDialect {
  private readonly config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.config = config;
  }

  override createDriver() {
    return new AloneDriver(this.config);
  }
}

/**
 * Transactions as on SQLite: a plain one is the only writer while it lasts, so that what it read is still so when it
 * writes, and numbers are given in the order in which they become visible. One that is read only sees a single moment. One
 * with an isolation level of its own looks after itself.
 */
class AloneDriver extends PostgresDriver {
  override async acquireConnection(options?: AbortableOperationOptions) {
    const connection = await super.acquireConnection(options);
    connection.streamQuery = (query, size) => streamed(connection, query, size);
    return connection;
  }

  override async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    if (settings.accessMode === 'read only') {
      return super.beginTransaction(connection, { ...settings, isolationLevel: 'repeatable read' });
    }
    if (settings.isolationLevel !== undefined) return super.beginTransaction(connection, settings);
    try {
      // Both in one message: the lock costs no round trip of its own.
      await connection.executeQuery(CompiledQuery.raw(`begin; select pg_advisory_xact_lock(${WRITER})`));
    } catch (error) {
      await this.rollbackTransaction(connection).catch(() => {});
      throw isLockTimeout(error) ? tooLong(error) : error;
    }
  }
}

/** Whether PostgreSQL gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

/** Reads a result piece by piece; only within a transaction, which is how long such a cursor lives. */
async function* streamed<R>(
  connection: DatabaseConnection,
  query: CompiledQuery,
  size = 1_000,
): AsyncGenerator<QueryResult<R>> {
  const run = <T>(sql: string, parameters: readonly unknown[] = []) =>
    connection.executeQuery<T>(CompiledQuery.raw(sql, [...parameters]));
  const name = `stream_${Math.random().toString(36).slice(2)}`;
  await run(`declare ${name} no scroll cursor for ${query.sql}`, query.parameters);
  for (;;) {
    const { rows } = await run<R>(`fetch ${size} from ${name}`);
    if (rows.length > 0) yield { rows };
    if (rows.length < size) break;
  }
  await run(`close ${name}`);
}
