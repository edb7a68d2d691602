import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { allianceBytes } from '../../src/registry/ceremony/draft.ts';
import { publish } from '../../src/registry/release/publish.ts';
import { serve } from '../../src/registry/server.ts';
import { inForce, putRoot } from '../../src/registry/store/roots.ts';
import {
  bodyOf,
  type Opinion,
  signBatch,
  signVote,
  type Voter,
} from '../../src/registry/voting/statement.ts';
import type { Member } from './founding.ts';
import { newAlliance, release, replicaOf, type TestAlliance } from './members.ts';
import { run } from './workspace.ts';

// attacks.md 32, 59, 61 to 63, at the registry's door.

const listing: Opinion = { action: 'list', kind: 'phishing', level: 'stop' };
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

let alliance: TestAlliance;
let url: string;
let ant: Voter;

const voter = (member: Member, change: Partial<Voter> = {}): Voter => ({
  ...{ key: member.votes[0]!, member: member.id, origin: alliance.registry.alliance.log.origin },
  ...change,
});

beforeEach(async () => {
  alliance = await newAlliance();
  const server = await serve(alliance.registry, { port: 0 });
  onTestFinished(() => server.close());
  url = server.url;
  ant = voter(alliance.members[0]!);
});

async function send(
  path: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  method = 'POST',
) {
  const type = { 'content-type': 'application/json' };
  const response = await fetch(`${url}v1/${path}`, {
    ...{
      method,
      body: typeof body === 'string' ? body : Buffer.from(body),
      headers: { ...type, ...headers },
    },
  });
  return { status: response.status, answer: await response.json().catch(() => null) };
}

const indexes = async () =>
  (await alliance.registry.db.selectFrom('leaf').select('batch').where('batch', 'is not', null).execute())
    .length;

describe('a vote', () => {
  it('is acknowledged with its place in the log, and once however often it is sent', async () => {
    const bytes = await signVote(ant, 'a.test', listing, new Date());
    const first = await send('votes', bytes);
    expect(first.status).toBe(201);
    expect(await send('votes', bytes)).toEqual({ status: 200, answer: { leaf: first.answer.leaf } });
    const other = await send(
      'votes',
      await signVote(voter(alliance.members[1]!), 'a.test', listing, new Date()),
    );
    expect(other.answer.leaf).toBeGreaterThan(first.answer.leaf);
    const stored = await alliance.registry.db
      .selectFrom('leaf')
      .select('bytes')
      .where('index', '=', first.answer.leaf)
      .executeTakeFirstOrThrow();
    expect(stored.bytes).toBe(Buffer.from(bytes).toString());
  });

  it('sent twenty times at once is one leaf, and twenty at once are twenty in a row', async () => {
    const bytes = await signVote(ant, 'a.test', listing, new Date());
    const same = await Promise.all(Array.from({ length: 20 }, () => send('votes', bytes)));
    expect(new Set(same.map(({ answer }) => answer.leaf)).size).toBe(1);
    expect(same.filter(({ status }) => status === 201)).toHaveLength(1);
    const keys = Array.from({ length: 20 }, (_, index) => `n${index}.test`);
    const many = await Promise.all(
      keys.map(async (key) => send('votes', await signVote(ant, key, listing, new Date()))),
    );
    expect(new Set(many.map(({ answer }) => answer.leaf)).size).toBe(20);
    expect(await alliance.registry.db.selectFrom('leaf').select('index').orderBy('index').execute()).toEqual(
      Array.from(await alliance.registry.db.selectFrom('leaf').select('index').execute(), (_, index) => ({
        index,
      })),
    );
  });

  it.each([
    [
      'of a reviewer of another member',
      () => signVote({ ...ant, member: 'bee' }, 'a.test', listing, new Date()),
      'not signed by a reviewer of bee',
    ],
    [
      'of nobody’s reviewer',
      () => signVote({ ...ant, key: alliance.members[0]!.cosigner }, 'a.test', listing, new Date()),
      'not signed by a reviewer',
    ],
    [
      'of no member',
      () => signVote({ ...ant, member: 'dog' }, 'a.test', listing, new Date()),
      'no member "dog"',
    ],
    [
      'for another log',
      () => signVote({ ...ant, origin: 'other.example' }, 'a.test', listing, new Date()),
      'is for the log',
    ],
    [
      'from the future',
      () => signVote(ant, 'a.test', listing, later(2 * limits.voteSkew)),
      'is the clock right',
    ],
    [
      'that is old',
      () => signVote(ant, 'a.test', listing, later(-limits.voteAge - 60_000)),
      'older than a week',
    ],
    ['for a public suffix', () => signVote(ant, 'co.uk', listing, new Date()), 'public suffix'],
    [
      'in another spelling than the key',
      () => signVote(ant, 'A.test', listing, new Date()),
      'not written as a key',
    ],
  ])('%s is refused', async (_, sign, why) => {
    const { status, answer } = await send('votes', await sign());
    expect({ status, code: answer.code }).toEqual({ status: 400, code: 'input' });
    expect(answer.error).toContain(why);
  });

  it('that was changed after it was signed is refused', async () => {
    const text = Buffer.from(await signVote(ant, 'a.test', listing, new Date())).toString();
    const changed = await send('votes', text.replace('a.test', 'b.test'));
    expect(changed.answer.error).toContain('does not hold');
    expect((await send('votes', text.replace('phishing', 'nonsense'))).answer.error).toContain('malformed');
    expect((await send('votes', ` ${text}`)).answer.error).toContain('canonical');
    expect((await send('votes', '{}')).status).toBe(400);
    expect((await send('votes', 'nonsense')).status).toBe(400);
    expect((await send('votes', Buffer.alloc(limits.leafBytes + 1, 32))).status).toBe(413);
    expect((await send('votes', text, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('is one of so many an hour', async () => {
    const statuses: number[] = [];
    for (let index = 0; index <= limits.votesPerHour; index += 1) {
      const { status } = await send('votes', await signVote(ant, `r${index}.test`, listing, new Date()));
      statuses.push(status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.slice(0, -1).every((status) => status === 201)).toBe(true);
    const bee = await signVote(voter(alliance.members[1]!), 'a.test', listing, new Date());
    expect((await send('votes', bee)).status).toBe(201);
  });
});

it('a running server goes by the alliance that came into force meanwhile', async () => {
  const { db } = alliance.registry;
  const { root, rootBody, alliance: before } = (await inForce(db))!;
  const members = before.members.filter(({ id }) => id !== 'ant');
  const next = allianceBytes({ ...before, name: { en: 'Another name' }, members });
  const { signed, signatures } = JSON.parse(rootBody);
  const digest = createHash('sha256').update(next).digest('hex');
  const second = { signed: { ...signed, version: root.version + 1, 'x-baize-alliance': digest }, signatures };
  await putRoot(db, root.version + 1, JSON.stringify(second), Buffer.from(next).toString());
  const refused = await send('votes', await signVote(ant, 'a.test', listing, new Date()));
  expect(refused).toMatchObject({
    status: 400,
    answer: { error: 'There is no member "ant" in this alliance.' },
  });
  const bee = voter(alliance.members[1]!);
  expect((await send('votes', await signVote(bee, 'a.test', listing, new Date()))).status).toBe(201);
});

describe('63: what is sent is text and nothing else', () => {
  const evil = `'); drop table leaf; -- \u202e <script>alert(1)</script> {{7*7}} \${7*7} %s ../../etc`;

  it('a reason comes back as it was signed, and every table is there', async () => {
    const { db } = alliance.registry;
    const bytes = await signVote(ant, 'a.test', { ...listing, reason: evil }, new Date());
    const { status, answer } = await send('votes', bytes);
    expect(status).toBe(201);
    const { bytes: stored } = await db
      .selectFrom('leaf')
      .select('bytes')
      .where('index', '=', answer.leaf)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(stored).signed.reason).toBe(evil);
    await publish(alliance.registry);
    const shown = await run(['vote', 'status', 'a.test', '--data', alliance.registry.paths.data]);
    expect(shown.out).toContain('drop table leaf');
    expect(shown.out).not.toContain('\u202e');
  });

  it('a link of evidence is never followed', async () => {
    let asked = 0;
    const elsewhere = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void elsewhere.close());
    const link = `https://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const opinion = { ...listing, evidence: [link] };
    for (const member of alliance.members.slice(0, 2))
      await send('votes', await signVote(voter(member), 'a.test', opinion, new Date()));
    const signers = await Promise.all(
      alliance.members.slice(0, 2).map(async (member) => ({ member, replica: await replicaOf(member) })),
    );
    expect(await release(alliance, signers)).toMatchObject({ entries: 1 });
    expect((await run(['vote', 'status', 'a.test', '--data', alliance.registry.paths.data])).out).toContain(
      link,
    );
    expect(asked).toBe(0);
  });

  it.each(['votes/..%2f..%2fv1/votes', 'bodies/../votes', `bodies/${'a'.repeat(63)}%00`])(
    'an address such as %s leads nowhere',
    async (path) => {
      expect((await send(path, '{}', {}, 'PUT')).status).toBe(404);
    },
  );
});

describe('a batch', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `n${index}.test`);

  async function batch(of = keys, change: Partial<{ length: number }> = {}) {
    const body = await bodyOf(of, listing);
    const about = { ...body, text: change.length ? Buffer.alloc(change.length) : body.text };
    const statement = await signBatch(ant, about, of.length, listing, new Date());
    const upload = (bytes: Uint8Array, path = body.sha256, from = statement) =>
      send(`bodies/${path}`, bytes, { 'x-baize-statement': Buffer.from(from).toString('base64') }, 'PUT');
    return { body, statement, upload };
  }

  it('is one leaf, after its body was sent', async () => {
    const { body, statement, upload } = await batch();
    expect((await send('votes', statement)).answer.error).toContain('send it before the vote');
    expect((await upload(gzipSync(body.text))).status).toBe(201);
    expect((await upload(gzipSync(body.text))).status).toBe(204);
    expect((await send('votes', statement)).status).toBe(201);
    expect((await send('votes', statement)).status).toBe(200);
    expect(await indexes()).toBe(1);
  });

  it('takes no body but its own, whole and bounded', async () => {
    const { body, upload } = await batch();
    const other = await batch(['other.test']);
    expect((await upload(gzipSync('other.test phishing\n'))).answer.error).toContain('SHA-256');
    expect((await upload(gzipSync(body.text).subarray(0, -9))).answer.error).toContain('whole gzip');
    expect((await upload(Buffer.from('nonsense'))).answer.error).toContain('whole gzip');
    expect((await upload(gzipSync(Buffer.alloc(limits.listBytes + 1)))).answer.error).toContain(
      'longer than',
    );
    expect((await upload(gzipSync(body.text), other.body.sha256)).answer.error).toContain(
      'not about this body',
    );
    expect((await upload(gzipSync(body.text), body.sha256, Buffer.from('{}'))).status).toBe(400);
    expect((await upload(gzipSync(body.text), 'nonsense')).status).toBe(404);
    const stored = await alliance.registry.db.selectFrom('body').select('sha256').execute();
    expect(stored).toEqual([]);
  });

  it('of nobody fills no disk', async () => {
    const { body } = await batch();
    const statement = await signBatch({ ...ant, member: 'bee' }, body, keys.length, listing, new Date());
    const answer = await send(
      `bodies/${body.sha256}`,
      gzipSync(body.text),
      { 'x-baize-statement': Buffer.from(statement).toString('base64') },
      'PUT',
    );
    expect(answer.status).toBe(400);
  });

  it('that says another length than its body has is refused', async () => {
    const { body, upload } = await batch();
    await upload(gzipSync(body.text));
    const longer = await batch(keys, { length: body.text.length + 1 });
    expect((await send('votes', longer.statement)).answer.error).toContain('another length');
    expect(createHash('sha256').update(body.text).digest('hex')).toBe(body.sha256);
  });
});
