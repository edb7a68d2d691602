import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as Register } from 'prom-client';
import { healthOf } from './health.ts';
import type { Registry } from './registry.ts';
import { countEntries } from './store/entries.ts';
import { logSize } from './store/leaves.ts';
import { countReports } from './store/reports.ts';

/** What Prometheus reads from a registry (prometheus.io/docs/instrumenting/exposition_formats). */
export interface Metrics {
  /** Times every request. */
  readonly measure: MiddlewareHandler;
  /** Everything, in Prometheus' text format; its `content-type` is `contentType`. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/**
 * Measures of one server process; what the database knows is asked when somebody reads them. Labels are routes, methods and
 * statuses as they stand in the code: no paths, keys or addresses, so nothing about who asks for what.
 */
export function createMetrics(registry: Registry): Metrics {
  const register = new Register();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'baize_http_request_seconds',
    help: 'Time until an answer was ready, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [register],
  });
  const reports = new Counter({
    name: 'baize_reports_total',
    help: 'Reports sent to this process, by what came of them.',
    labelNames: ['outcome'],
    registers: [register],
  });
  const gauges = gaugesIn(register);
  return {
    measure: async (c, next) => {
      const start = performance.now();
      await next();
      const labels = { route: routePath(c, -1), method: c.req.method, status: c.res.status };
      requests.observe(labels, (performance.now() - start) / 1_000);
      const isReport = labels.method === 'POST' && labels.route === REPORTS;
      if (isReport) reports.inc({ outcome: outcomeOf(labels.status) });
    },
    text: async () => {
      const isUp = await look(registry, gauges).then(
        () => true,
        () => false,
      );
      gauges.up.set(isUp ? 1 : 0);
      return register.metrics();
    },
    contentType: register.contentType,
  };
}

const REPORTS = '/v1/reports';

function outcomeOf(status: number): string {
  if (status === 201) return 'accepted';
  return status === 200 ? 'known' : 'refused';
}

type Gauges = ReturnType<typeof gaugesIn>;

function gaugesIn(register: Register) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `baize_${name}`, help, labelNames, registers: [register] });
  return {
    up: gauge(
      'database_up',
      'Whether the database answers; what else it knows is as it was when it last did.',
    ),
    entries: gauge('entries', 'Entries on the list, as the next release will have it.'),
    pending: gauge('pending_votes', 'Votes that no release carries yet.'),
    leaves: gauge('log_leaves', 'Leaves of the log: votes, batches of votes, releases.'),
    reports: gauge('reports', 'Reports that were taken.'),
    appeals: gauge('appeals', 'Appeals that are open, and those of them that are overdue.', ['state']),
    version: gauge('metadata_version', 'Version in force, of root and of targets.', ['role']),
    expires: gauge('metadata_expires_seconds', 'When a role’s signatures expire, in seconds since 1970.', [
      'role',
    ]),
    signed: gauge('release_signed_seconds', 'When the release in force was signed, in seconds since 1970.'),
    warnings: gauge('warnings', 'How many things somebody should see to; /healthz says which.'),
  };
}

async function look({ db }: Registry, gauges: Gauges): Promise<void> {
  const { root, release, pending, appeals, warnings } = await healthOf(db, new Date());
  gauges.entries.set(await countEntries(db));
  gauges.reports.set(await countReports(db));
  gauges.leaves.set(await logSize(db));
  gauges.pending.set(pending);
  for (const [state, count] of Object.entries(appeals)) gauges.appeals.set({ state }, count);
  gauges.warnings.set(warnings.length);
  gauges.version.set({ role: 'root' }, root.version);
  if (release) gauges.version.set({ role: 'targets' }, release.version);
  if (release) gauges.signed.set(secondsOf(release.signed));
  for (const [role, time] of Object.entries({ root: root.expires, ...release?.expires })) {
    gauges.expires.set({ role }, secondsOf(time));
  }
}

const secondsOf = (time: string): number => Date.parse(time) / 1_000;
