import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as Register } from 'prom-client';
import { healthOf } from './health.ts';
import type { Db } from './store/schema.ts';

/** Seconds: from a look-up in memory to a sender who gives up. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REPORTS = '/v1/reports';

/**
 * What Prometheus is told of one server process. Labels are routes, methods and statuses as they stand in the code: no
 * paths, no keys, no addresses, so nothing about who asks for what.
 */
export class Metrics {
  private readonly register = new Register();
  private readonly requests = this.counter('baize_requests_total', 'Requests answered', [
    'method',
    'route',
    'status',
  ]);
  private readonly reports = this.counter('baize_reports_total', 'Reports by what came of them', ['outcome']);
  private readonly duration = new Histogram({
    name: 'baize_request_seconds',
    help: 'Time until a request was answered',
    labelNames: ['method', 'route'],
    buckets: BUCKETS,
    registers: [this.register],
  });

  /** What the registry as a whole has come to, read when it is asked for. */
  private readonly database = this.gauge('baize_database_up', 'Whether the database answers');
  private readonly release = {
    version: this.gauge('baize_release_version', 'Version of the release that is out'),
    entries: this.gauge('baize_release_entries', 'Entries of the release that is out'),
    age: this.gauge('baize_release_age_seconds', 'Time since the release, or its renewal, was signed'),
    expiresIn: this.gauge('baize_timestamp_expiry_seconds', 'Time until browsers find the feed expired'),
  };
  private readonly db: Db;

  constructor(db: Db) {
    this.db = db;
    collectDefaultMetrics({ register: this.register });
  }

  /** Everything, in Prometheus' text format; its `content-type` is `contentType`. */
  async text(): Promise<string> {
    const { database, release } = await healthOf(this.db, new Date());
    this.database.set(database === 'reachable' ? 1 : 0);
    for (const [name, gauge] of Object.entries(this.release)) {
      gauge.set(release?.[name as keyof Metrics['release']] ?? Number.NaN);
    }
    return this.register.metrics();
  }

  get contentType(): string {
    return this.register.contentType;
  }

  /** Counts and times what an app answers. */
  middleware(): MiddlewareHandler {
    return async (c, next) => {
      const stop = this.duration.startTimer();
      await next();
      const method = ['GET', 'HEAD', 'POST'].includes(c.req.method) ? c.req.method : 'other';
      const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
      stop({ method, route });
      this.requests.inc({ method, route, status: c.res.status });
      if (method === 'POST' && route === REPORTS) this.reports.inc({ outcome: outcomeOf(c.res.status) });
    };
  }

  private counter<T extends string>(name: string, help: string, labelNames: T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: [this.register] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.register] });
  }
}

function outcomeOf(status: number): string {
  if (status === 201) return 'accepted';
  return status === 200 ? 'known' : 'refused';
}
