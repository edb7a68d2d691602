import { type Context, Hono } from 'hono';
import { limits } from '../../core/limits.ts';
import { ownId } from '../../core/report.ts';
import { workHeader } from '../../core/work.ts';
import { type Env, refuse, type SenderOf } from '../answers.ts';
import { HourlyLimit } from '../rate.ts';
import type { Registry } from '../registry.ts';
import type { Db } from '../store/schema.ts';
import { askForWork, isWorkDone, type WorkPrice } from './work.ts';

/** `GET /work?for=ID`: what has to be done before a report or an appeal of this id is taken. */
export function workRoutes({ db }: Registry, senderOf: SenderOf, price: WorkPrice): Hono<Env> {
  const rate = new HourlyLimit(limits.worksPerHour);
  return new Hono<Env>().get('/', async (c) => {
    const id = ownId.safeParse(c.req.query('for'));
    if (!id.success) {
      return refuse(c, 400, 'input', 'Ask with ?for= and the id of what you are about to send.');
    }
    const now = new Date();
    const wait = rate.take(senderOf(c), now.getTime());
    if (wait > 0) {
      c.header('retry-after', String(wait));
      return refuse(
        c,
        429,
        'rate',
        'Too much was asked from your connection within an hour. Try again later.',
      );
    }
    c.header('cache-control', 'no-store');
    return c.json(await askForWork(db, id.data, price, now));
  });
}

/** The refusal of what comes without its work, or null. */
export async function refuseWithoutWork(c: Context, db: Db, id: string): Promise<Response | null> {
  if (await isWorkDone(db, id, c.req.header(workHeader) ?? '')) return null;
  const message = `This needs work that was done for it lately: ask for it with GET /v1/work?for=${id}, and send what comes out in ${workHeader}.`;
  return refuse(c, 403, 'work', message);
}
