import { describe, expect, it, onTestFinished } from 'vitest';
import type {
  DeskEvent,
  DeskHealth,
  Found,
  LeafShown,
  PreviewLine,
  StaffRequest,
} from '../../../src/registry/desk/api.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { serve } from '../../../src/registry/server.ts';
import { fileReport } from '../../../src/registry/store/reports.ts';
import { signVote, voterOf } from '../../../src/registry/voting/statement.ts';
import { release, replicaOf, vote } from '../members.ts';
import { desk } from './desk.ts';
import { newDeskKey, Visitor } from './visitor.ts';

type Desk = Awaited<ReturnType<typeof desk>>;

async function at(place: Desk, who: keyof Desk['keys']): Promise<Visitor> {
  const browser = place.visitor();
  await browser.signIn(place.keys[who]);
  return browser;
}

let count = 0;
async function file({ registry: { db } }: Desk, ...subjects: string[]): Promise<void> {
  for (const subject of subjects) {
    count += 1;
    const id = `sample-report-${String(count).padStart(6, '0')}`;
    await fileReport(db, { id, subject, kind: 'giveaway' }, new Date());
  }
}

/** Two members list keys, and as many sign the release. */
async function list({ alliance, members }: Desk, ...keys: string[]): Promise<void> {
  for (const key of keys) for (const member of members) await vote(alliance, member, key);
  const signers = await Promise.all(
    members.map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  expect((await release(alliance, signers)).outcome).toBe('released');
}

it('what is listed and what was reported is found by whatever was typed', async () => {
  const place = await desk();
  await list(place, 'metabase.test', 'claim-metabase.test', 'other.test/metabase');
  await file(place, 'metabase.example', 'other.example');
  const browser = await at(place, 'watching');
  const found = await browser.get<Found>('/search?q=METABASE');
  expect(found.entries.map(({ key }) => key)).toEqual([
    ...['metabase.test', 'claim-metabase.test', 'other.test/metabase'],
  ]);
  expect(found.entries[0]).toMatchObject({
    kind: 'phishing',
    level: 'stop',
    added: expect.stringMatching(/Z$/),
  });
  expect(found.cases.map(({ key }) => key)).toEqual(['metabase.example']);
  const typed = encodeURIComponent('https://user@www.Metabase.test:8080/?id=1');
  expect((await browser.get<Found>(`/search?q=${typed}`)).entries).toEqual([]);
  const exact = encodeURIComponent('https://METABASE.test./');
  expect((await browser.get<Found>(`/search?q=${exact}`)).entries[0]!.key).toBe('metabase.test');
  expect((await browser.send('GET', '/search?q=')).status).toBe(400);
  expect((await browser.get<Found>('/search?q=%25')).cases).toEqual([]);
});

it('a vote on many keys is looked at line by line before it is signed', async () => {
  const place = await desk();
  await list(place, 'a.test');
  await file(place, 'b.test', 'b.test/win');
  const browser = await at(place, 'reviewer');
  const keys = ['https://A.test/', 'b.test', 'update.googleapis.com', '', 'call me'];
  const response = await browser.send('POST', '/preview', { keys });
  const { lines }: { lines: PreviewLine[] } = await response.json();
  expect(lines).toEqual([
    { text: 'https://A.test/', key: 'a.test', refusal: null, listed: 'phishing', reports: 0 },
    { text: 'b.test', key: 'b.test', refusal: null, listed: null, reports: 2 },
    {
      text: 'update.googleapis.com',
      key: null,
      refusal: expect.stringContaining('protected'),
      listed: null,
      reports: 0,
    },
    ...['', 'call me'].map((text) => ({
      ...{ text, key: null, refusal: expect.stringContaining('neither'), listed: null, reports: 0 },
    })),
  ]);
  expect(await browser.post('/preview', { keys: Array(5_001).fill('a.test') })).toBe(400);
  expect(await browser.post('/preview', { keys: ['x'.repeat(2_000_000)] })).toBe(413);
});

it('the log is read newest first, page by page', async () => {
  const place = await desk();
  for (let index = 0; index < 60; index += 1) await vote(place.alliance, place.members[0]!, `s${index}.test`);
  const browser = await at(place, 'watching');
  const { leaves, size } = await browser.get<{ leaves: LeafShown[]; size: number }>('/log');
  expect(size).toBe(60);
  expect(leaves.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, index) => 59 - index));
  expect(JSON.parse(leaves[0]!.text).signed).toMatchObject({ _type: 'vote', key: 's59.test' });
  const rest = await browser.get<{ leaves: LeafShown[] }>('/log?before=10');
  expect(rest.leaves.map(({ index }) => index)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect((await browser.send('GET', '/log?before=-1')).status).toBe(400);
});

it('health says who has signed and what is waited for', async () => {
  const place = await desk();
  await list(place, 'a.test');
  await vote(place.alliance, place.members[0]!, 'b.test');
  const browser = await at(place, 'watching');
  expect(await browser.get<DeskHealth>('/health')).toMatchObject({
    ...{ release: { version: 1, entries: 1 }, root: { version: 1 }, pending: 1, needed: 2, warnings: [] },
    cosigners: [
      { member: 'ant', signed: true, last: expect.stringMatching(/Z$/) },
      { member: 'bee', signed: true, last: expect.stringMatching(/Z$/) },
    ],
  });
  await publish(place.registry);
  const { cosigners } = await browser.get<DeskHealth>('/health');
  expect(cosigners.map(({ signed }) => signed)).toEqual([false, false]);
});

describe('coordinators', () => {
  it('ask for reviewers of their own member, and take it back', async () => {
    const place = await desk();
    const [browser, fresh] = [await at(place, 'coordinator'), newDeskKey()];
    const add = { action: 'add', key: fresh.public, label: 'New desk' };
    expect(await browser.post('/staff', add)).toBe(201);
    expect(await browser.post('/staff', add)).toBe(200);
    const { requests } = await browser.get<{ requests: StaffRequest[] }>('/staff');
    expect(requests).toMatchObject([{ ...add, role: 'reviewer', state: 'waiting' }]);
    expect(await browser.post(`/staff/${requests[0]!.id}/withdraw`)).toBe(204);
    expect(await browser.post(`/staff/${requests[0]!.id}/withdraw`)).toBe(404);
    await expect(place.visitor().signIn(fresh)).rejects.toThrow('Nobody in this alliance');
  });

  it('shut a key out at once: no session, no vote, until they take it back', async () => {
    const place = await desk();
    const { registry, keys } = place;
    const [browser, removed] = [await at(place, 'coordinator'), await at(place, 'reviewer')];
    expect(await browser.post('/staff', { action: 'remove', key: keys.reviewer.public })).toBe(201);
    expect((await removed.send('GET', '/me')).status).toBe(401);
    await expect(place.visitor().signIn(keys.reviewer)).rejects.toThrow();
    const signed = await signVote(
      voterOf(registry.alliance, keys.reviewer),
      'a.test',
      { action: 'list', kind: 'phishing', level: 'stop' },
      new Date(),
    );
    const cast = () =>
      place.ask('/v1/votes', {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: new Uint8Array(signed),
      });
    expect((await cast()).status).toBe(403);
    const { requests } = await browser.get<{ requests: StaffRequest[] }>('/staff');
    await browser.post(`/staff/${requests[0]!.id}/withdraw`);
    expect((await cast()).status).toBe(201);
    await place.visitor().signIn(keys.reviewer);
  });

  it.each([
    ['another member’s reviewer', 'remove', 'other', 404],
    ['an observer', 'remove', 'watching', 404],
    ['themselves', 'remove', 'coordinator', 409],
    ['who is there already', 'add', 'reviewer', 409],
    ['who is an observer already', 'add', 'watching', 409],
  ] as const)('do not change %s', async (_, action, who, status) => {
    const place = await desk();
    const browser = await at(place, 'coordinator');
    expect(await browser.post('/staff', { action, key: place.keys[who].public })).toBe(status);
  });

  it.each(['reviewer', 'other', 'watching'] as const)('attack 62: %s is none', async (who) => {
    const place = await desk();
    await (await at(place, 'coordinator')).post('/staff', { action: 'add', key: newDeskKey().public });
    const browser = await at(place, who);
    expect((await browser.send('GET', '/staff')).status).toBe(403);
    expect(await browser.post('/staff', { action: 'remove', key: place.keys.coordinator.public })).toBe(403);
    expect(await browser.post('/staff/1/withdraw')).toBe(403);
  });
});

describe('events', () => {
  /** Opens the stream over real HTTP. @returns the events as they come, from when it has begun */
  async function listen(url: string, browser: Visitor): Promise<AsyncGenerator<DeskEvent>> {
    const response = await fetch(`${url}v1/console/events`, { headers: { cookie: browser.cookie } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.getReader();
    await reader.read();
    return eventsIn(reader);
  }

  async function* eventsIn(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<DeskEvent> {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const text = Buffer.from(part.value).toString('utf8');
      for (const [, data] of text.matchAll(/^data: (.*)$/gm)) yield JSON.parse(data!);
    }
  }

  /** The next event of a sort; a server that has just begun publishes meanwhile. */
  async function next(events: AsyncGenerator<DeskEvent>, what: DeskEvent['what']): Promise<DeskEvent> {
    for (;;) {
      const event = await events.next();
      if (event.done || event.value.what === what) return event.value;
    }
  }

  async function serving() {
    const place = await desk();
    const servers = [await serve(place.registry, { port: 0 }), await serve(place.registry, { port: 0 })];
    onTestFinished(async () => {
      for (const server of servers) await server.close();
    });
    const url = servers[0]!.url;
    const browser = new Visitor((path, init) => fetch(new URL(path, url), init));
    return { place, url, browser };
  }

  it('tell whoever listens what changed', async () => {
    const { place, url, browser } = await serving();
    await browser.signIn(place.keys.reviewer);
    const events = await listen(url, browser);
    await file(place, 'a.test', 'a.test');
    const { id } = await place.registry.db.selectFrom('case').select('id').executeTakeFirstOrThrow();
    expect(await next(events, 'case')).toEqual({ what: 'case', of: id });
    await vote(place.alliance, place.members[0]!, 'a.test');
    expect(await next(events, 'vote')).toEqual({ what: 'vote', of: 0 });
    await list(place, 'a.test');
    expect(await next(events, 'case')).toEqual({ what: 'case', of: id });
    expect(await next(events, 'release')).toEqual({ what: 'release', of: 0 });
  });

  it('are for who is signed in, and end with the session', async () => {
    const { place, url, browser } = await serving();
    expect((await fetch(`${url}v1/console/events`)).status).toBe(401);
    await browser.signIn(place.keys.reviewer);
    const events = await listen(url, browser);
    expect(await browser.post('/signout')).toBe(204);
    for (let next = await events.next(); !next.done; next = await events.next())
      expect(next.value).toBeDefined();
  });
});
