import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { householdOf } from './rate.ts';

export type Env = { Bindings: HttpBindings };

export type Status = 400 | 401 | 403 | 404 | 409 | 411 | 413 | 415 | 429 | 503;

/** A refusal: a stable code, and a sentence that says what to do. */
export function refuse(c: Context, status: Status, code: string, error: string): Response {
  c.header('cache-control', 'no-store');
  return c.json({ error, code }, status);
}

/** Whether a request says that it carries this type. */
export function isType(c: Context, wanted: string): boolean {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === wanted;
}

/** Who sent a request, as limits count senders. */
export type SenderOf = (c: Context<Env>) => string;

/** @param behindProxy believe the proxy in front about where a request comes from */
export function senders(behindProxy: boolean): SenderOf {
  const addressOf = behindProxy ? forwardedAddress : remoteAddress;
  return (c) => householdOf(addressOf(c));
}

/** The address that the request came from. */
function remoteAddress(c: Context<Env>): string {
  return c.env?.incoming?.socket.remoteAddress ?? 'unknown';
}

/**
 * The address that the proxy in front saw: the last of `X-Forwarded-For`, which the proxy itself added. What stands before it
 * is what the sender says. Only for a server that nothing but the proxy can reach.
 */
function forwardedAddress(c: Context<Env>): string {
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || remoteAddress(c);
}
