import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { declineReasons } from '../../core/report.ts';
import { refuse } from '../answers.ts';
import { assignCase, type Case, decideCase, findCase, noteOnCase } from '../store/cases.ts';
import { pictureOf } from '../store/filed.ts';
import type { Db } from '../store/schema.ts';
import { limitTo, readAs, readBody } from './body.ts';
import { caseView } from './case-view.ts';
import type { PublishedList } from './published.ts';
import { type Look, queuePage, queueSchema } from './queue.ts';
import { type DeskEnv, requireRole } from './session.ts';

const assignSchema = z.strictObject({ to: z.string().nullable() });
/** That something was overturned follows from the votes. */
const setAsideSchema = z.strictObject({ reason: z.enum(declineReasons).exclude(['overturned']) });
const noteSchema = z.strictObject({ text: z.string().trim().min(1).max(limits.noteLength) });

/** Cases as reviewers see them, and what is done with them. Nothing here can list anything: that takes signed votes. */
export function caseRoutes(
  db: Db,
  lookOf: (c: Context<DeskEnv>) => Look,
  published: PublishedList,
): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.get('/cases', async (c) => c.json(await queuePage(lookOf(c), readAs(queueSchema, c.req.query()))));
  app.get('/cases/:id{\\d{1,15}}', (c) =>
    withCase(c, db, async (one) => c.json(await caseView(lookOf(c), published, one))),
  );
  app.get('/reports/:id/picture', (c) => showPicture(c, db));
  app.use('/cases/:id/:action', limitTo(limits.reportBytes), requireRole('reviewer', 'coordinator'));
  app.post('/cases/:id{\\d{1,15}}/assign', (c) => withCase(c, db, (one) => assign(c, db, one)));
  app.post('/cases/:id{\\d{1,15}}/set-aside', (c) => withCase(c, db, (one) => setAside(c, db, one)));
  app.post('/cases/:id{\\d{1,15}}/reopen', (c) => withCase(c, db, (one) => reopen(c, db, one)));
  app.post('/cases/:id{\\d{1,15}}/notes', (c) => withCase(c, db, (one) => note(c, db, one)));
  return app;
}

async function withCase(
  c: Context<DeskEnv>,
  db: Db,
  work: (one: Case) => Promise<Response>,
): Promise<Response> {
  const one = await findCase(db, Number(c.req.param('id')));
  return one === null ? refuse(c, 404, 'missing', 'There is no such case.') : work(one);
}

async function assign(c: Context<DeskEnv>, db: Db, { id }: Case): Promise<Response> {
  const { to } = await readBody(c, assignSchema);
  const reviewers = c.get('alliance').members.flatMap((member) => member.reviewers);
  if (to !== null && !reviewers.some(({ key }) => key === to)) {
    return refuse(c, 400, 'input', 'No reviewer of this alliance has this key.');
  }
  await assignCase(db, id, to, new Date());
  return c.body(null, 204);
}

async function setAside(c: Context<DeskEnv>, db: Db, { id }: Case): Promise<Response> {
  const { reason } = await readBody(c, setAsideSchema);
  return (await decideCase(db, id, reason, new Date())) ? c.body(null, 204) : refuseListed(c);
}

async function reopen(c: Context<DeskEnv>, db: Db, { id }: Case): Promise<Response> {
  return (await decideCase(db, id, null, new Date())) ? c.body(null, 204) : refuseListed(c);
}

function refuseListed(c: Context): Response {
  return refuse(c, 409, 'conflict', 'It is listed: members take it off the list by their votes.');
}

async function note(c: Context<DeskEnv>, db: Db, { id }: Case): Promise<Response> {
  const { text } = await readBody(c, noteSchema);
  await noteOnCase(db, id, c.get('person').key, text, new Date());
  return c.body(null, 204);
}

/** A picture that somebody sent: its type is one of two that were told by its bytes, and nothing in it runs. */
async function showPicture(c: Context<DeskEnv>, db: Db): Promise<Response> {
  const picture = await pictureOf(db, c.req.param('id')!);
  if (picture === null) return refuse(c, 404, 'missing', 'There is no such picture.');
  c.header('content-type', picture.type);
  c.header('content-disposition', 'inline');
  c.header('content-security-policy', "sandbox; default-src 'none'");
  return c.body(new Uint8Array(picture.bytes));
}
