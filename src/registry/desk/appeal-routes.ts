import { type Context, Hono } from 'hono';
import { limits } from '../../core/limits.ts';
import { parseAppeal } from '../../core/report.ts';
import { type Env, isType, refuse, type SenderOf } from '../answers.ts';
import { HourlyLimit } from '../rate.ts';
import type { Registry } from '../registry.ts';
import { type FiledAppeal, fileAppeal, findAppeal, findAppealReceipt } from '../store/appeals.ts';
import { readPosted } from '../store/reports.ts';
import { inForce } from '../store/roots.ts';
import { limitTo } from './body.ts';
import { refuseWithoutWork } from './work-routes.ts';

/** What the listed, or anybody, says against an entry, and what became of it: no account, a receipt. */
export function appealRoutes(registry: Registry, senderOf: SenderOf): Hono<Env> {
  const app = new Hono<Env>();
  const rate = new HourlyLimit(limits.reportsPerHour);
  app.post('/', limitTo(limits.appealBytes), (c) => takeAppeal(c, registry, rate, senderOf(c)));
  app.get('/:receipt', async (c) => {
    const receipt = await findAppealReceipt(registry.db, c.req.param('receipt'));
    if (receipt === null) return refuse(c, 404, 'missing', 'There is no appeal with this receipt.');
    c.header('cache-control', 'no-store');
    return c.json(receipt);
  });
  return app;
}

async function takeAppeal(
  c: Context<Env>,
  { db }: Registry,
  rate: HourlyLimit,
  sender: string,
): Promise<Response> {
  if (!isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send the appeal as JSON, with content-type application/json.');
  }
  const appeal = readPosted(new Uint8Array(await c.req.arrayBuffer()), parseAppeal, 'appeal');
  const known = await findAppeal(db, appeal);
  if (known !== null) return answer(c, known);
  const refusal = await refuseWithoutWork(c, db, appeal.id);
  if (refusal !== null) return refusal;
  const wait = rate.take(sender, Date.now());
  if (wait > 0) {
    c.header('retry-after', String(wait));
    const message = `More than ${limits.reportsPerHour} appeals within an hour came from your connection. Try again later.`;
    return refuse(c, 429, 'rate', message);
  }
  const { alliance } = (await inForce(db))!;
  const filed = await fileAppeal(db, appeal, alliance.log.origin, new Date());
  if (filed.outcome !== 'new') rate.giveBack(sender);
  return answer(c, filed);
}

const refusals = {
  conflict: [409, 'Another appeal was sent under this id. Send yours under a new one.'],
  unlisted: [404, 'This is not on the list, so there is nothing to appeal against.'],
  open: [409, 'Somebody has appealed against this entry already, and that is not decided yet.'],
} as const;

function answer(c: Context<Env>, filed: FiledAppeal): Response {
  if ('receipt' in filed) {
    c.header('cache-control', 'no-store');
    return c.json(filed.receipt, filed.outcome === 'new' ? 201 : 200);
  }
  const [status, message] = refusals[filed.outcome];
  return refuse(c, status, filed.outcome, message);
}
