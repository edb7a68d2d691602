import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { limits } from '../../core/limits.ts';
import { refuse } from '../answers.ts';
import type { Db } from '../store/schema.ts';
import { askFor, requestsOf, type StaffRow, withdrawRequest } from '../store/staff.ts';
import type { StaffRequest } from './api.ts';
import { limitTo, readBody } from './body.ts';
import { type DeskEnv, requireRole } from './session.ts';

const requestSchema = z.strictObject({
  action: z.enum(['add', 'remove']),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  label: z.string().trim().min(1).max(80).nullish(),
  role: z.enum(['reviewer', 'coordinator']).default('reviewer'),
});

/** What a coordinator asks for its own member's reviewers. Only a root ceremony grants it; a removal shuts out at once. */
export function staffRoutes(db: Db): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.use('/staff/*', limitTo(limits.reportBytes), requireRole('coordinator'));
  app.get('/staff', async (c) => {
    const requests = await requestsOf(db, memberOf(c).id);
    return c.json({ requests: requests.map(showRequest) });
  });
  app.post('/staff', (c) => takeRequest(c, db));
  app.post('/staff/:id{\\d{1,15}}/withdraw', async (c) => {
    const isDone = await withdrawRequest(db, memberOf(c).id, Number(c.req.param('id')), new Date());
    return isDone ? c.body(null, 204) : refuse(c, 404, 'missing', 'No such request of your member waits.');
  });
  return app;
}

/** A coordinator is always a member's. */
const memberOf = (c: Context<DeskEnv>) => c.get('person').member!;

async function takeRequest(c: Context<DeskEnv>, db: Db): Promise<Response> {
  const { action, key, label, role } = await readBody(c, requestSchema);
  const { id, reviewers } = memberOf(c);
  const own = reviewers.find((reviewer) => reviewer.key === key);
  const { members, observers = [] } = c.get('alliance');
  const keys = [...members.flatMap((member) => member.reviewers), ...observers];
  if (action === 'add' && keys.some((one) => one.key === key)) {
    return refuse(c, 409, 'conflict', 'Somebody in this alliance has this key already.');
  }
  if (action === 'remove' && own === undefined) {
    return refuse(c, 404, 'missing', 'No reviewer of your member has this key.');
  }
  if (action === 'remove' && key === c.get('person').key) {
    return refuse(c, 409, 'conflict', 'Your own key is removed by another coordinator, or in a ceremony.');
  }
  const request = {
    ...{ member: id, action, key, keyid: c.get('person').key },
    label: (own ? own.label : label) ?? null,
    role: own ? (own.role ?? 'reviewer') : role,
  } as const;
  const isNew = await askFor(db, request, new Date());
  return c.body(null, isNew ? 201 : 200);
}

function showRequest({ id, action, key, label, role, time, state }: StaffRow): StaffRequest {
  return { id, action, key, label, role, time, state };
}
