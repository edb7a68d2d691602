import { type Context, Hono } from 'hono';
import { limits } from '../../core/limits.ts';
import { parseAddition } from '../../core/report.ts';
import { type Env, isType, refuse, type SenderOf } from '../answers.ts';
import { HourlyLimit } from '../rate.ts';
import type { Registry } from '../registry.ts';
import { addToReport } from '../store/additions.ts';
import { pictureType, putPicture } from '../store/pictures.ts';
import {
  type Filed,
  fileReport,
  findByReceipt,
  findReceipt,
  findReport,
  readPosted,
  readPostedReport,
} from '../store/reports.ts';
import type { Db } from '../store/schema.ts';
import { limitTo } from './body.ts';
import { refuseWithoutWork } from './work-routes.ts';

/** What reporters send and ask: reports, what they add to them, a picture, and what became of them. */
export function reportRoutes({ db }: Registry, senderOf: SenderOf): Hono<Env> {
  const app = new Hono<Env>();
  const rate = new HourlyLimit(limits.reportsPerHour);
  const added = new HourlyLimit(limits.reportsPerHour * (limits.additionsPerReport + 1));
  app.post('/', limitTo(limits.reportBytes), (c) => takeReport(c, db, rate, senderOf(c)));
  app.get('/:receipt', async (c) => {
    const receipt = await findReceipt(db, c.req.param('receipt'));
    if (receipt === null) return refuseUnknown(c);
    c.header('cache-control', 'no-store');
    return c.json(receipt);
  });
  app.use('/:receipt/:what', async (c, next) => refuseAsTooOften(c, added, senderOf(c)) ?? next());
  app.post('/:receipt/additions', limitTo(limits.reportBytes), (c) => takeAddition(c, db));
  app.put('/:receipt/picture', limitTo(limits.reportPictureBytes), (c) => takePicture(c, db));
  return app;
}

async function takeReport(c: Context<Env>, db: Db, rate: HourlyLimit, sender: string): Promise<Response> {
  if (!isType(c, 'application/json')) return refuseType(c, 'the report');
  const report = readPostedReport(new Uint8Array(await c.req.arrayBuffer()));
  const known = await findReport(db, report);
  if (known) return answer(c, known);
  const refusal = (await refuseWithoutWork(c, db, report.id)) ?? refuseAsTooOften(c, rate, sender, 'reports');
  if (refusal !== null) return refusal;
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

async function takeAddition(c: Context<Env>, db: Db): Promise<Response> {
  if (!isType(c, 'application/json')) return refuseType(c, 'the addition');
  const addition = readPosted(new Uint8Array(await c.req.arrayBuffer()), parseAddition, 'addition');
  const report = await findByReceipt(db, c.req.param('receipt')!);
  if (report === null) return refuseUnknown(c);
  const added = await addToReport(db, report, addition, new Date());
  if (added === 'conflict') {
    return refuse(c, 409, 'conflict', 'Something else was added under this id. Send yours under a new one.');
  }
  if (added === 'full') {
    return refuse(c, 409, 'full', `At most ${limits.additionsPerReport} things are added to a report.`);
  }
  return c.body(null, added === 'new' ? 201 : 200);
}

/** A picture is seen at the desk alone. What it is its own bytes tell: whatever else was sent is none. */
async function takePicture(c: Context<Env>, db: Db): Promise<Response> {
  const report = await findByReceipt(db, c.req.param('receipt')!);
  if (report === null) return refuseUnknown(c);
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const type = pictureType(bytes);
  if (type === null) return refuse(c, 415, 'format', 'Send a picture: PNG or JPEG.');
  if (await putPicture(db, report, type, bytes, new Date())) return c.body(null, 201);
  return refuse(c, 409, 'conflict', 'This report has its picture.');
}

function refuseAsTooOften(
  c: Context<Env>,
  rate: HourlyLimit,
  sender: string,
  what = 'additions to reports',
): Response | null {
  const wait = rate.take(sender, Date.now());
  if (wait === 0) return null;
  c.header('retry-after', String(wait));
  return refuse(
    c,
    429,
    'rate',
    `Too many ${what} within an hour came from your connection. Try again later.`,
  );
}

function refuseType(c: Context<Env>, what: string): Response {
  return refuse(c, 415, 'format', `Send ${what} as JSON, with content-type application/json.`);
}

function refuseUnknown(c: Context<Env>): Response {
  return refuse(c, 404, 'missing', 'There is no report with this receipt.');
}
