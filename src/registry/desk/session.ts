import { createHmac } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Alliance } from '../../core/alliance.ts';
import { limits } from '../../core/limits.ts';
import { type Env, isType, refuse } from '../answers.ts';
import type { Db } from '../store/schema.ts';
import { findSession, noteUse, type Session } from '../store/sessions.ts';
import type { Role } from './api.ts';
import { findPerson, type Person } from './person.ts';

/** What every request at the desk knows of who makes it. */
export interface DeskEnv extends Env {
  Variables: { session: Session; person: Person; alliance: Alliance };
}

const csrfHeader = 'x-baize-csrf';

/** Whether the person's browser speaks https: to this server, or to the proxy in front of it. */
export type IsSecure = (c: Context) => boolean;

export function isSecureBehind(proxy: boolean): IsSecure {
  return (c) =>
    proxy ? c.req.header('x-forwarded-proto') === 'https' : new URL(c.req.url).protocol === 'https:';
}

/** The host and port that the browser asked. */
export const hostOf = (c: Context): string => new URL(c.req.url).host;

/** `__Host-`: no other host, not even a parent, can put its own session into this place (fixation). */
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-baize' : 'baize');

/** The value of the session's cookie, whether it stands or not. */
export function tokenOf(c: Context, isSecure: IsSecure): string | undefined {
  return getCookie(c, nameOf(isSecure(c)));
}

/** Gives the browser its session, or takes it away. */
export function putToken(c: Context, isSecure: IsSecure, token: string | null): void {
  const secure = isSecure(c);
  setCookie(c, nameOf(secure), token ?? '', {
    ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure },
    maxAge: token === null ? 0 : limits.sessionLife / 1_000,
  });
}

/** What a page has to send beside the cookie, which it can not read: so it was given it by `GET /me`. */
export function csrfOf({ token }: Pick<Session, 'token'>): string {
  return createHmac('sha256', token).update('csrf').digest('base64url');
}

/** Refuses what another page makes a browser send, and a change that does not come as JSON (attacks.md 61). */
export const requireOwnPage: MiddlewareHandler<Env> = async (c, next) => {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign || (origin !== undefined && URL.parse(origin)?.host !== hostOf(c))) {
    return refuse(c, 403, 'origin', 'The desk is asked from its own page only.');
  }
  if (isChange(c) && !isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send it as JSON, with content-type application/json.');
  }
  c.header('cache-control', 'no-store');
  return next();
};

/** Lets pass who is signed in, and with a change only who can read what the page was told. */
export function requireSession(db: Db, isSecure: IsSecure): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const token = tokenOf(c, isSecure);
    const now = new Date();
    const session = token === undefined ? null : await findSession(db, token, now);
    const found = session && (await findPerson(db, session.key));
    if (!found) return refuse(c, 401, 'signin', 'Sign in first.');
    if (isChange(c) && c.req.header(csrfHeader) !== csrfOf(session)) {
      return refuse(c, 403, 'csrf', `Send with ${csrfHeader} what /v1/console/me says.`);
    }
    if (!c.req.path.endsWith('/events')) await noteUse(db, session, now);
    c.set('session', session);
    c.set('person', found.person);
    c.set('alliance', found.alliance);
    return next();
  };
}

/** Lets pass who has one of these roles. */
export function requireRole(...roles: readonly Role[]): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    if (roles.includes(c.get('person').role)) return next();
    return refuse(c, 403, 'role', `This is for a ${roles.join(' or a ')}.`);
  };
}

function isChange(c: Context): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD';
}
