import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { getFrom } from '../../../src/extension/background/network.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let answer: Answer;
const server = createServer((request, response) => answer(response, request));
let base: string;

/** What a test expects of times, without the times themselves. */
const real = { ...limits };
const hurry = (bounds: Partial<Record<'fetchTimeout' | 'slowestLine' | 'longestSilence', number>>) =>
  Object.assign(limits, bounds);

beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  Object.assign(limits, real);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Sends one byte after another, and tells when the browser has had enough. */
function drip(bytes: number, pause: number): { ended: Promise<unknown> } {
  let end = (_: unknown) => undefined as unknown;
  const ended = new Promise((resolve) => (end = resolve));
  answer = (response) => {
    response.on('close', () => end(response.writableFinished));
    response.writeHead(200);
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      if (sent === bytes) response.end('.');
      else response.write('.');
      if (sent === bytes || response.destroyed) clearInterval(timer);
    }, pause);
  };
  return { ended };
}

it('a file that comes slowly is waited for, far longer than for the first byte of it', async () => {
  drip(25, 100);
  hurry({ longestSilence: 2_000, fetchTimeout: 60, slowestLine: 50 });
  const file = await getFrom(base, fetch)('list', 1_000);
  expect(file).toHaveLength(25);
});

it('a file that stops coming is given up', async () => {
  const stopped = new Promise((resolve) => {
    answer = (response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'content-length': '100' }).write('begun');
    };
  });
  hurry({ longestSilence: 100 });
  await expect(getFrom(base, fetch)('list', 1_000)).rejects.toMatchObject({ code: 'network' });
  await stopped;
});

it('a host that says nothing at all is given up', async () => {
  answer = () => undefined;
  hurry({ longestSilence: 100 });
  await expect(getFrom(base, fetch)('timestamp', 1_000)).rejects.toMatchObject({ code: 'network' });
});

it('a host that keeps dripping is given up when the slowest line would be done', async () => {
  const { ended } = drip(Number.POSITIVE_INFINITY, 10);
  hurry({ fetchTimeout: 100, slowestLine: 1_000_000 });
  await expect(getFrom(base, fetch)('list', 1_000)).rejects.toMatchObject({ code: 'network' });
  expect(await ended).toBe(false);
});

it('a list of a million names over 0.5 Mbit/s is within the bounds', () => {
  const seconds = (limits.listGzipBytes * 8) / 500_000;
  const allowed = (limits.fetchTimeout + (limits.listGzipBytes / limits.slowestLine) * 1_000) / 1_000;
  expect(allowed).toBeGreaterThan(seconds * 1.2);
});

it('a host is told no language of the person', async () => {
  let languages: string | undefined;
  answer = (response, { headers }) => {
    languages = headers['accept-language'];
    response.end();
  };
  // What a browser does to a request that says nothing of languages.
  const asBrowser: typeof getFrom extends (base: string, fetch: infer F) => unknown ? F : never = (
    url,
    init,
  ) => {
    const headers = new Headers(init.headers);
    if (!headers.has('accept-language')) headers.set('accept-language', 'zh-CN,zh;q=0.9');
    return fetch(url, { ...init, headers });
  };
  await getFrom(base, asBrowser)('timestamp', 1_000);
  expect(languages).toBe('*');
});

it('what arrives is told while it arrives, and what time it is at the host', async () => {
  const listener = { answered: vi.fn(), received: vi.fn() };
  answer = (response) =>
    response.writeHead(200, { date: 'Mon, 04 May 2026 10:00:00 GMT', age: '60' }).end('1234');
  await getFrom(base, fetch, listener)('timestamp', 1_000);
  expect(listener.answered.mock.calls).toEqual([[Date.parse('2026-05-04T10:01:00Z')]]);
  expect(listener.received.mock.calls.flat().reduce((a, b) => a + b, 0)).toBe(4);
});
