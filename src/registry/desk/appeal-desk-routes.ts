import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { appealStates } from '../../core/report.ts';
import { refuse } from '../answers.ts';
import { answerAppeal, appealById, findAppeals, type StoredAppeal } from '../store/appeals.ts';
import type { Db } from '../store/schema.ts';
import { appealRows, appealView } from './appeal-view.ts';
import { limitTo, readAs, readBody } from './body.ts';
import type { Look } from './queue.ts';
import { type DeskEnv, requireRole } from './session.ts';

const querySchema = z.object({ state: z.enum(appealStates).optional() });
const answerSchema = z.strictObject({ text: z.string().trim().min(1).max(limits.appealLength) });

/** Appeals as members see and answer them. They are decided by votes alone. */
export function appealDeskRoutes(db: Db, lookOf: (c: Context<DeskEnv>) => Look): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.get('/appeals', async (c) => {
    const { state } = readAs(querySchema, c.req.query());
    return c.json({ appeals: appealRows(await findAppeals(db, state ?? null), new Date()) });
  });
  app.get('/appeals/:id{\\d{1,15}}', (c) =>
    withAppeal(c, db, async (appeal) => c.json(await appealView(lookOf(c), appeal, new Date()))),
  );
  app.use('/appeals/:id/answer', limitTo(limits.appealBytes), requireRole('reviewer', 'coordinator'));
  app.post('/appeals/:id{\\d{1,15}}/answer', (c) => withAppeal(c, db, ({ id }) => answer(c, db, id)));
  return app;
}

async function withAppeal(
  c: Context<DeskEnv>,
  db: Db,
  work: (appeal: StoredAppeal) => Promise<Response>,
): Promise<Response> {
  const appeal = await appealById(db, Number(c.req.param('id')));
  return appeal === null ? refuse(c, 404, 'missing', 'There is no such appeal.') : work(appeal);
}

async function answer(c: Context<DeskEnv>, db: Db, id: number): Promise<Response> {
  const { text } = await readBody(c, answerSchema);
  const { key, member } = c.get('person');
  await answerAppeal(db, id, { member: member!.id, keyid: key }, text, new Date());
  return c.body(null, 204);
}
