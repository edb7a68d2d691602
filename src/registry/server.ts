import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { BaizeError } from '../core/errors.ts';
import { createApp } from './app.ts';
import type { WorkPrice } from './desk/work.ts';
import { healthOf } from './health.ts';
import { keepPublished } from './keeper.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Registry } from './registry.ts';

/** When people are reminded: once what can be renewed at the start was, then daily. */
const FIRST_REMINDER = 10_000;
const REMIND_EVERY = 24 * 3_600_000;
/** A whole request, body included, has this long to arrive; a slow one holds nobody up. */
const REQUEST_TIMEOUT = 30_000;

/** What is still being answered when the server stops has this long. */
const STOP_TIMEOUT = 3_000;

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Where Prometheus is answered; nowhere without it. Never where the public is: it tells how the registry fares. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** A proxy is in front, and the only way in: senders are whom it names. */
  readonly behindProxy?: boolean;
  /** What a report costs its sender, where that is not the usual. */
  readonly work?: WorkPrice;
  readonly log?: (line: string) => void;
}

export interface Serving {
  /** `http://host:port/` */
  readonly url: string;
  /** Address of the metrics, null without them. */
  readonly metrics: string | null;
  /** Stops taking requests, ends those under way, and waits for a publication under way. */
  close(): Promise<void>;
}

/**
 * Serves a registry: feed, reports, votes, index page. Proposes a release whenever votes have come, and renews the feed's
 * metadata before it expires.
 * The registry stays open when the server closes.
 *
 * @throws BaizeError `input` when the port is taken
 */
export async function serve(registry: Registry, options: ServeOptions = {}): Promise<Serving> {
  const { port = 4180, host = '127.0.0.1', log = () => {} } = options;
  const metrics = options.metrics ? createMetrics(registry) : undefined;
  const app = createApp(registry, { ...options, metrics });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { requestTimeout: REQUEST_TIMEOUT },
  }) as Server;
  await listen(server, port, host);
  const watched = metrics ? await serveMetrics(metrics, options.metrics!).catch(giveUp(server)) : null;
  const keeper = keepPublished(registry, log);
  const reminder = keepReminding(registry, log);
  return {
    url: addressOf(server),
    metrics: watched && `${addressOf(watched)}metrics`,
    close: async () => {
      await Promise.all([stop(server), watched && stop(watched), keeper.end(), reminder.end()]);
    },
  };
}

/** Answers `/metrics` and nothing else, on a port of its own. */
async function serveMetrics(
  metrics: Metrics,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer(async ({ url }, response) => {
    if (url !== '/metrics') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.text());
  });
  await listen(server, port, host);
  return server;
}

function giveUp(server: Server) {
  return async (error: unknown): Promise<never> => {
    await stop(server);
    throw error;
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause) => {
      const message = `Port ${port} on ${host} can not be used: ${cause.message}. Choose another with --port or --metrics.`;
      fail(new BaizeError('input', message, { cause }));
    });
    server.listen(port, host, done);
  });
}

function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/`;
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT).unref();
  });
}

/** Says once a day what somebody should see to: a root's end is near, or signatures were not renewed. */
function keepReminding({ db }: Registry, log: (line: string) => void): { end(): Promise<void> } {
  let running = Promise.resolve();
  const tick = () => {
    running = healthOf(db, new Date()).then(
      ({ warnings }) => warnings.forEach(log),
      () => {}, // A database that does not answer is told of by everything else.
    );
  };
  const first = setTimeout(tick, FIRST_REMINDER);
  const timer = setInterval(tick, REMIND_EVERY);
  return {
    end: async () => {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
