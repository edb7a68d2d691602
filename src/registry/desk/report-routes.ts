import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { limits } from '../../core/limits.ts';
import { type Env, isType, refuse, type SenderOf } from '../answers.ts';
import { HourlyLimit } from '../rate.ts';
import type { Registry } from '../registry.ts';
import { type Filed, fileReport, findReceipt, findReport, readPostedReport } from '../store/reports.ts';
import { refuseWithoutWork } from './work-routes.ts';

/** What reporters send and ask: reports, and what became of them. */
export function reportRoutes(registry: Registry, senderOf: SenderOf): Hono<Env> {
  const app = new Hono<Env>();
  const rate = new HourlyLimit(limits.reportsPerHour);
  app.post('/', limitReport(), (c) => takeReport(c, registry, rate, senderOf(c)));
  app.get('/:receipt', (c) => showReport(c, registry));
  return app;
}

function limitReport() {
  const message = `A report has at most ${limits.reportBytes} bytes.`;
  return bodyLimit({ maxSize: limits.reportBytes, onError: (c) => refuse(c, 413, 'length', message) });
}

async function takeReport(
  c: Context<Env>,
  { db }: Registry,
  rate: HourlyLimit,
  sender: string,
): Promise<Response> {
  if (!isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send the report as JSON, with content-type application/json.');
  }
  const report = readPostedReport(new Uint8Array(await c.req.arrayBuffer()));
  const known = await findReport(db, report);
  if (known) return answer(c, known);
  const refusal = await refuseWithoutWork(c, db, report.id);
  if (refusal !== null) return refusal;
  const wait = rate.take(sender, Date.now());
  if (wait > 0) {
    c.header('retry-after', String(wait));
    const message = `More than ${limits.reportsPerHour} reports within an hour came from your connection. Try again later.`;
    return refuse(c, 429, 'rate', message);
  }
  const filed = await fileReport(db, report, new Date());
  if (filed.outcome !== 'new') rate.giveBack(sender);
  return answer(c, filed);
}

function answer(c: Context<Env>, filed: Filed): Response {
  if (filed.outcome === 'conflict') {
    return refuse(c, 409, 'conflict', 'Another report was sent under this id. Send yours under a new one.');
  }
  c.header('cache-control', 'no-store');
  return c.json(filed.receipt, filed.outcome === 'new' ? 201 : 200);
}

async function showReport(c: Context<Env>, { db }: Registry): Promise<Response> {
  const receipt = await findReceipt(db, c.req.param('receipt') ?? '');
  if (receipt === null) return refuse(c, 404, 'missing', 'There is no report with this receipt.');
  c.header('cache-control', 'no-store');
  return c.json(receipt);
}
