import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { limits } from '../../core/limits.ts';
import { type Env, isType, refuse } from '../answers.ts';
import { patience } from '../keeper.ts';
import { HourlyLimit } from '../rate.ts';
import type { Registry } from '../registry.ts';
import { takeCosignatures } from '../release/collect.ts';
import { publish } from '../release/publish.ts';
import { findBody, putBody } from '../store/bodies.ts';
import { findLeaf } from '../store/leaves.ts';
import { inForce } from '../store/roots.ts';
import { isShutOut } from '../store/staff.ts';
import { acceptVote, requireStatement, statementHeader } from './accept.ts';
import { readUpload } from './body.ts';

/** Bodies that are unpacked at the same time: each may take the memory of a whole list. */
const UPLOADS = 2;

/**
 * What members send: votes, the bodies that batches of votes are about, and signatures of releases. Everything is signed by a
 * key that the alliance or its root names, so there is nothing to log in to.
 */
export function voteRoutes(registry: Registry): Hono<Env> {
  const app = new Hono<Env>();
  const rate = new HourlyLimit(limits.votesPerHour);
  const uploads = { running: 0 };
  app.post('/votes', limitStatement(), (c) => takeVote(c, registry, rate));
  app.post('/cosignatures', limitCosignatures(), (c) => takeSigned(c, registry));
  app.put('/bodies/:sha256{[0-9a-f]{64}}', (c) => takeBody(c, registry, uploads));
  return app;
}

function limitStatement() {
  const message = `A statement has at most ${limits.leafBytes} bytes.`;
  return bodyLimit({ maxSize: limits.leafBytes, onError: (c) => refuse(c, 413, 'length', message) });
}

function limitCosignatures() {
  const message = `Cosignatures have at most ${limits.cosignatureBytes} bytes.`;
  const onError = (c: Context) => refuse(c, 413, 'length', message);
  return bodyLimit({ maxSize: limits.cosignatureBytes, onError });
}

/** Takes a co-signer's signatures; with the last one needed the release is out when this answers. */
async function takeSigned(c: Context<Env>, registry: Registry): Promise<Response> {
  if (!isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send cosignatures as JSON, with content-type application/json.');
  }
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const { members, needed } = await takeCosignatures(registry.db, bytes, new Date());
  const isEnough = members.length >= needed;
  if (isEnough) await publish(registry, { patience });
  c.header('cache-control', 'no-store');
  return c.json({ members, needed, published: isEnough });
}

async function takeVote(c: Context<Env>, { db }: Registry, rate: HourlyLimit): Promise<Response> {
  if (!isType(c, 'application/json')) {
    return refuse(c, 415, 'format', 'Send the statement as JSON, with content-type application/json.');
  }
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const known = await findLeaf(db, bytes);
  if (known !== null) return acknowledge(c, known, 200);
  const now = new Date();
  const { alliance } = (await inForce(db))!;
  const statement = await requireStatement(bytes, alliance, now);
  if (await isShutOut(db, statement.signature.keyid)) return refuseShutOut(c);
  const wait = rate.take(statement.signature.keyid, now.getTime());
  if (wait > 0) {
    c.header('retry-after', String(wait));
    const message = `More than ${limits.votesPerHour} statements within an hour were signed with this key. Join them into a batch.`;
    return refuse(c, 429, 'rate', message);
  }
  const { index, isNew } = await acceptVote(db, alliance, statement, now);
  return acknowledge(c, index, isNew ? 201 : 200);
}

function refuseShutOut(c: Context): Response {
  return refuse(
    c,
    403,
    'role',
    'The member has asked for the removal of this key: its votes are not taken any more.',
  );
}

/** It is on the disk, at this place of the log. */
function acknowledge(c: Context<Env>, leaf: number, status: 200 | 201): Response {
  c.header('cache-control', 'no-store');
  return c.json({ leaf }, status);
}

/** Takes a body from whoever has a signed batch for it: nobody else can fill the disk. */
async function takeBody(c: Context<Env>, { db }: Registry, uploads: { running: number }): Promise<Response> {
  const sha256 = c.req.param('sha256')!;
  if (await findBody(db, sha256)) return c.body(null, 204);
  const statement = Buffer.from(c.req.header(statementHeader) ?? '', 'base64');
  const { alliance } = (await inForce(db))!;
  const { signed, signature } = await requireStatement(statement, alliance, new Date());
  if (await isShutOut(db, signature.keyid)) return refuseShutOut(c);
  if (signed._type !== 'batch' || signed.body.sha256 !== sha256) {
    return refuse(c, 400, 'input', `The statement in ${statementHeader} is not about this body.`);
  }
  if (uploads.running >= UPLOADS) {
    c.header('retry-after', '5');
    return refuse(c, 503, 'unavailable', 'Other bodies are being read. Send it again in a moment.');
  }
  uploads.running += 1;
  try {
    await putBody(db, await readUpload(c.req.raw.body ?? new Blob().stream(), sha256), new Date());
  } finally {
    uploads.running -= 1;
  }
  return c.body(null, 201);
}
