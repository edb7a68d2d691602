import { type Context, Hono } from 'hono';
import { BaizeError } from '../core/errors.ts';
import { type Env, refuse, senders } from './answers.ts';
import { appealRoutes } from './desk/appeal-routes.ts';
import { reportRoutes } from './desk/report-routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { type WorkPrice, workPrice } from './desk/work.ts';
import { workRoutes } from './desk/work-routes.ts';
import { serveFile } from './feed-app.ts';
import { healthOf } from './health.ts';
import { voteRoutes } from './log/routes.ts';
import type { Metrics } from './metrics.ts';
import type { Registry } from './registry.ts';
import { webRoutes } from './web-files.ts';

export interface AppOptions {
  /** Times every request. */
  readonly metrics?: Metrics | undefined;
  /** Believe the proxy in front about where a request comes from. */
  readonly behindProxy?: boolean;
  /** What a report costs its sender; a run that measures the registry sets it low. */
  readonly work?: WorkPrice;
}

/**
 * The registry's public side as `Request → Response`: the feed's files, reports and their states, a page that says
 * what runs here; and the desk, which alone has sessions. Reports come as JSON only, which a foreign page can not send unasked.
 */
export function createApp(registry: Registry, options: AppOptions = {}): Hono<Env> {
  const { metrics, behindProxy = false, work = workPrice } = options;
  const app = new Hono<Env>();
  const senderOf = senders(behindProxy);
  if (metrics) app.use(metrics.measure);
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
  app.get('/healthz', async (c) => {
    const health = await healthOf(registry.db, new Date());
    c.header('cache-control', 'no-store');
    return c.json({ ok: !health.hasExpired, ...health }, health.hasExpired ? 503 : 200);
  });
  app.get('/feed/:rest{.+}', (c) => serveFile(registry.paths.feed, c.req.param('rest'), c.req.method));
  app.route('/v1/work', workRoutes(registry, senderOf, work));
  app.route('/v1/reports', reportRoutes(registry, senderOf));
  app.route('/v1/appeals', appealRoutes(registry, senderOf));
  app.route('/v1', voteRoutes(registry));
  app.route('/v1/console', deskRoutes(registry, behindProxy));
  app.route('/', webRoutes());
  app.notFound((c) => refuse(c, 404, 'missing', 'There is nothing at this address.'));
  app.onError((error, c) => unavailable(error, c));
  return app;
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
