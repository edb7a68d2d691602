import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a sample site answers; a text is a page, null is "not found". */
export type Answer =
  | string
  | {
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  | null;

/** @param host the name that was asked, without port. A promise that is never kept is a site that lets one wait */
export type Answers = (host: string, path: string) => Answer | Promise<Answer>;

/** A web server for any number of sample sites, which keeps a log of every request that reaches it. */
export interface Sites {
  readonly port: number;
  /** The address of a page: `http://<host>:<port><path>`. */
  url(host: string, path?: string): string;
  /** Host and path of every request since the start or the last `forget`, icons apart. */
  readonly log: readonly string[];
  /** How many requests came for a host, its sub-domains and spellings included. */
  requestsTo(host: string): number;
  forget(): void;
  close(): Promise<void>;
}

/**
 * Serves sample sites on loopback.
 *
 * @param port the port to use; 0 for any
 */
export async function serveSites(answers: Answers, port = 0): Promise<Sites> {
  const log: string[] = [];
  const server = createServer((request, response) => void answer(request, response, answers, log));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    port: actual,
    url: (host, path = '/') => `http://${host}:${actual}${path}`,
    log,
    requestsTo: (host) => log.filter((line) => covers(host, line.split(' ')[0]!)).length,
    forget: () => {
      log.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const covers = (host: string, asked: string): boolean => asked === host || asked.endsWith(`.${host}`);

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  answers: Answers,
  log: string[],
): Promise<void> {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  const path = request.url ?? '/';
  if (path === '/favicon.ico') return void response.writeHead(204).end();
  log.push(`${host} ${path}`);
  const result = await answers(host, path);
  if (result === null) return void response.writeHead(404).end('Not found.');
  if (typeof result === 'string') {
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(result);
  }
  response.writeHead(result.status, result.headers).end(result.body);
}
