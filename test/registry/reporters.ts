import type { Hono } from 'hono';
import { doWork, parseWork, workHeader } from '../../src/core/work.ts';
import type { Env } from '../../src/registry/answers.ts';

/** Work that takes no time: tests of the registry are not about it. */
export const cheapWork = { tries: 1, cost: 1 } as const;

/** How a registry is asked: by HTTP, or its app without a port. The path has no slash at its start. */
export type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

export const asking =
  (url: string): Ask =>
  (path, init) =>
    fetch(`${url}${path}`, init);

export const askingApp =
  (app: Hono<Env>): Ask =>
  (path, init) =>
    app.request(`/${path}`, init);

/** Does the work that the registry asks for before it takes something under this id. */
export async function workFor(ask: Ask, id: string, headers: Record<string, string> = {}): Promise<string> {
  return doWork(parseWork(await (await ask(`v1/work?for=${id}`, { headers })).json()));
}

/** Posts a report, or anything at all in its place, with the work done for it. */
export async function postReport(
  ask: Ask,
  report: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return postWorked(ask, 'v1/reports', report, headers);
}

/** The same with an appeal. */
export async function postAppeal(
  ask: Ask,
  appeal: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return postWorked(ask, 'v1/appeals', appeal, headers);
}

async function postWorked(ask: Ask, path: string, sent: unknown, more: Record<string, string>) {
  const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
  const headers: Record<string, string> = { 'content-type': 'application/json', ...more };
  const { id } = (typeof sent === 'string' ? {} : sent) as { id?: string };
  if (/^[\w-]{16,64}$/.test(id ?? '')) headers[workHeader] = await workFor(ask, id!, more);
  return ask(path, { method: 'POST', headers, body });
}
