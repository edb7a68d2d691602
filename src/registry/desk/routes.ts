import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Alliance } from '../../core/alliance.ts';
import { feedFiles } from '../../core/feed.ts';
import { limits } from '../../core/limits.ts';
import { refuse } from '../answers.ts';
import { serveFile } from '../feed-app.ts';
import type { Registry } from '../registry.ts';
import { WaitingVotes } from '../review/waiting.ts';
import { inForce } from '../store/roots.ts';
import { secretOf } from '../store/secret.ts';
import { endSession, type Session, startSession } from '../store/sessions.ts';
import type { Me } from './api.ts';
import { appealDeskRoutes } from './appeal-desk-routes.ts';
import { limitTo, readAs, readBody } from './body.ts';
import { caseRoutes } from './case-routes.ts';
import { Changes } from './changes.ts';
import { eventStream } from './event-stream.ts';
import { healthView } from './health-view.ts';
import { logPage, logSchema } from './log-view.ts';
import { findPerson, type Person, showAlliance } from './person.ts';
import { preview, previewSchema } from './preview.ts';
import { PublishedList } from './published.ts';
import type { Look } from './queue.ts';
import { search, searchSchema } from './search.ts';
import {
  csrfOf,
  type DeskEnv,
  hostOf,
  type IsSecure,
  isSecureBehind,
  putToken,
  requireOwnPage,
  requireSession,
  tokenOf,
} from './session.ts';
import { challengeFor, type Door, requireAnswer } from './signin.ts';
import { staffRoutes } from './staff-routes.ts';

const key = z.string().regex(/^[0-9a-f]{64}$/);
const challengeSchema = z.strictObject({ key });
const answerSchema = z.strictObject({
  key,
  challenge: z.string().max(2_000),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

/** What reviewers work at, below `/v1/console` (docs/desk.md). */
export function deskRoutes(registry: Registry, behindProxy: boolean): Hono<DeskEnv> {
  const { db } = registry;
  const isSecure = isSecureBehind(behindProxy);
  const app = new Hono<DeskEnv>();
  app.use(requireOwnPage);
  app.post('/signin/challenge', limitTo(limits.reportBytes), (c) => giveChallenge(c, registry));
  app.post('/signin', limitTo(limits.reportBytes), (c) => signIn(c, registry, isSecure));
  app.use(requireSession(db, isSecure));
  app.get('/me', (c) => c.json(meOf(c.get('person'), c.get('session'), c.get('alliance'))));
  app.post('/signout', async (c) => {
    await endSession(db, c.get('session').token);
    putToken(c, isSecure, null);
    return c.body(null, 204);
  });
  const [waiting, published, changes] = [new WaitingVotes(db), new PublishedList(registry), new Changes(db)];
  const lookOf = (c: Context<DeskEnv>): Look => ({
    ...{ db, waiting, alliance: c.get('alliance'), person: c.get('person') },
  });
  app.get('/search', async (c) => {
    const { q } = readAs(searchSchema, c.req.query());
    return c.json(await search(lookOf(c), await published.get(), q));
  });
  app.post('/preview', limitTo(limits.previewBytes), async (c) => {
    const { keys } = await readBody(c, previewSchema);
    return c.json({ lines: await preview(lookOf(c), keys) });
  });
  app.get('/log', async (c) => c.json(await logPage(db, readAs(logSchema, c.req.query()).before)));
  app.get('/health', async (c) => c.json(await healthView(db, new Date())));
  app.get('/events', (c) => eventStream(c, db, changes));
  app.route('/', caseRoutes(db, lookOf, published));
  app.route('/', staffRoutes(db));
  app.route('/', appealDeskRoutes(db, lookOf));
  app.get('/statistics', () => serveFile(registry.paths.feed, feedFiles.statistics));
  return app;
}

async function giveChallenge(c: Context<DeskEnv>, registry: Registry): Promise<Response> {
  const { key } = await readBody(c, challengeSchema);
  return c.json(challengeFor(await doorOf(c, registry), key, new Date()));
}

async function signIn(c: Context<DeskEnv>, registry: Registry, isSecure: IsSecure): Promise<Response> {
  const { db } = registry;
  const answer = await readBody(c, answerSchema);
  const now = new Date();
  await requireAnswer(await doorOf(c, registry), answer, now);
  const found = await findPerson(db, answer.key);
  if (found === null) return refuse(c, 403, 'role', 'Nobody in this alliance has this key.');
  const token = await startSession(db, answer.key, answer.challenge, now);
  if (token === null) return refuse(c, 403, 'signin', 'This challenge was answered before: ask for another.');
  const old = tokenOf(c, isSecure);
  if (old !== undefined) await endSession(db, old);
  putToken(c, isSecure, token);
  return c.json(meOf(found.person, { token }, found.alliance));
}

async function doorOf(c: Context<DeskEnv>, { db }: Registry): Promise<Door> {
  const { alliance } = (await inForce(db))!;
  return { origin: alliance.log.origin, host: hostOf(c), secret: await secretOf(db, 'signin') };
}

function meOf({ key, label, role, member }: Person, session: Pick<Session, 'token'>, alliance: Alliance): Me {
  return {
    ...{ key, label, role, member: member && { id: member.id, name: member.name } },
    ...{ csrf: csrfOf(session), alliance: showAlliance(alliance) },
  };
}
