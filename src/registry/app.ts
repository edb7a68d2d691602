import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BaizeError } from '../core/errors.ts';
import { limits } from '../core/limits.ts';
import { type Env, forwardedAddress, isType, refuse, remoteAddress } from './answers.ts';
import { serveFile } from './feed-app.ts';
import { healthOf } from './health.ts';
import { indexPage } from './index-page.ts';
import { voteRoutes } from './log/routes.ts';
import type { Metrics } from './metrics.ts';
import { HourlyLimit, householdOf } from './rate.ts';
import type { Registry } from './registry.ts';
import { type Filed, fileReport, findReceipt, findReport, readPostedReport } from './store/reports.ts';
import { inForce } from './store/roots.ts';
import { webRoutes } from './web-files.ts';

/**
 * The registry's public side as `Request → Response`: the feed's files, reports and their states, a page that says
 * what runs here. No cookies and no sessions; reports come as JSON only, which a foreign page can not send unasked.
 *
 * @param behindProxy believe the proxy in front about where a request comes from
 */
export function createApp(registry: Registry, metrics?: Metrics, behindProxy = false): Hono<Env> {
  const app = new Hono<Env>();
  const senderOf = behindProxy ? forwardedAddress : remoteAddress;
  if (metrics) app.use(metrics.measure);
  const reports = new HourlyLimit(limits.reportsPerHour);
  app.use(async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    if (c.res.headers.has('content-security-policy')) return;
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
  });
  app.get('/', async (c) => c.html(indexPage((await inForce(registry.db))!.alliance)));
  app.get('/healthz', async (c) => {
    const health = await healthOf(registry.db, new Date());
    c.header('cache-control', 'no-store');
    return c.json({ ok: !health.hasExpired, ...health }, health.hasExpired ? 503 : 200);
  });
  app.get('/feed/:rest{.+}', (c) => serveFile(registry.paths.feed, c.req.param('rest'), c.req.method));
  app.post('/v1/reports', limitBody(), (c) => takeReport(c, registry, reports, householdOf(senderOf(c))));
  app.get('/v1/reports/:receipt', (c) => showReport(c, registry));
  app.route('/v1', voteRoutes(registry));
  app.route('/', webRoutes());
  app.notFound((c) => refuse(c, 404, 'missing', 'There is nothing at this address.'));
  app.onError((error, c) => unavailable(error, c));
  return app;
}

function limitBody() {
  const message = `A report has at most ${limits.reportBytes} bytes.`;
  return bodyLimit({ maxSize: limits.reportBytes, onError: (c) => refuse(c, 413, 'length', message) });
}

async function takeReport(
  c: Context<Env>,
  { db }: Registry,
  reports: HourlyLimit,
  sender: string,
): Promise<Response> {
  if (!isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send the report as JSON, with content-type application/json.');
  }
  const report = readPostedReport(new Uint8Array(await c.req.arrayBuffer()));
  const known = await findReport(db, report);
  if (known) return answer(c, known);
  const wait = reports.take(sender, Date.now());
  if (wait > 0) {
    c.header('retry-after', String(wait));
    const message = `More than ${limits.reportsPerHour} reports within an hour came from your connection. Try again later.`;
    return refuse(c, 429, 'rate', message);
  }
  const filed = await fileReport(db, report, new Date());
  if (filed.outcome !== 'new') reports.giveBack(sender);
  return answer(c, filed);
}

function answer(c: Context<Env>, filed: Filed): Response {
  if (filed.outcome === 'conflict') {
    return refuse(c, 409, 'conflict', 'Another report was sent under this id. Send yours under a new one.');
  }
  c.header('cache-control', 'no-store');
  return c.json(filed.receipt, filed.outcome === 'new' ? 201 : 200);
}

async function showReport(c: Context<Env>, { db }: Registry): Promise<Response> {
  const receipt = await findReceipt(db, c.req.param('receipt') ?? '');
  if (receipt === null) return refuse(c, 404, 'missing', 'There is no report with this receipt.');
  c.header('cache-control', 'no-store');
  return c.json(receipt);
}

/** What a sender did wrong is said; what went wrong here (a full disk, a busy store) is logged, and the sender told to come back. */
function unavailable(error: Error, c: Context): Response {
  if (error instanceof BaizeError && error.code === 'input') return refuse(c, 400, 'input', error.message);
  console.error(`${c.req.method} ${c.req.path}: ${error.message}`);
  c.header('retry-after', '60');
  return refuse(
    c,
    503,
    'unavailable',
    'The registry can not do this right now. Nothing was stored; try again later.',
  );
}
