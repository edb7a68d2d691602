import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { challengeFor } from '../../../src/registry/desk/signin.ts';
import { requireStatement } from '../../../src/registry/log/accept.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { secretOf } from '../../../src/registry/store/secret.ts';
import { desk } from './desk.ts';
import { newDeskKey } from './visitor.ts';

async function doorOf({ db, alliance }: Registry) {
  return { origin: alliance.log.origin, host: 'localhost', secret: await secretOf(db, 'signin') };
}

/** Lets a time pass for everything that is stored of sessions and challenges. */
async function pass({ db }: Registry, time: number): Promise<void> {
  for (const { hash, started, used } of await db.selectFrom('session').selectAll().execute()) {
    const back = (text: string) => `${new Date(Date.parse(text) - time).toISOString().slice(0, 19)}Z`;
    await db
      .updateTable('session')
      .set({ started: back(started), used: back(used) })
      .where('hash', '=', hash)
      .execute();
  }
}

describe('signing in', () => {
  it.each([
    ['coordinator', 'coordinator', 'ant'],
    ['reviewer', 'reviewer', 'ant'],
    ['other', 'reviewer', 'bee'],
    ['watching', 'observer', undefined],
  ] as const)('tells the %s who they are', async (who, role, member) => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const me = await browser.signIn(keys[who]);
    expect(me).toMatchObject({ key: keys[who].public, role, alliance: { quorum: 2, takesContacts: false } });
    expect(me.member?.id).toBe(member);
    expect(await browser.get('/me')).toEqual(me);
    expect(me.alliance.members.map(({ reviewers }) => reviewers.length)).toEqual([2, 1]);
  });

  it('shows what is signed: which log, which host, whose key, when', async () => {
    const { registry, visitor, keys } = await desk();
    const text = await visitor().challenge(keys.reviewer.public);
    expect(text).toContain(
      `\nlog: ${registry.alliance.log.origin}\nhost: localhost\nkey: ${keys.reviewer.public}\n`,
    );
    await expect(requireStatement(Buffer.from(text), registry.alliance, new Date())).rejects.toThrow();
  });

  it('sets a cookie that no script reads and no other site sends', async () => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const response = await browser.answer(keys.reviewer, await browser.challenge(keys.reviewer.public));
    expect(response.headers.get('set-cookie')).toMatch(
      /^baize=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('behind a proxy with https sets one that only this host can set', async () => {
    const { visitor, keys } = await desk(true);
    const browser = visitor();
    const challenge = await browser.challenge(keys.reviewer.public);
    const signature = Buffer.from(await keys.reviewer.sign(Buffer.from(challenge))).toString('hex');
    const answer = { key: keys.reviewer.public, challenge, signature };
    const response = await browser.send('POST', '/signin', answer, { 'x-forwarded-proto': 'https' });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-baize=.*; Secure/);
    expect((await browser.send('GET', '/me', undefined, { 'x-forwarded-proto': 'https' })).status).toBe(200);
    expect((await browser.send('GET', '/me')).status).toBe(401);
  });
});

describe('attack 61: a challenge', () => {
  it('signs in once', async () => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const challenge = await browser.challenge(keys.reviewer.public);
    expect((await browser.answer(keys.reviewer, challenge)).status).toBe(200);
    const again = await visitor().answer(keys.reviewer, challenge);
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
  });

  it('answered many times at once signs in once', async () => {
    const { visitor, keys } = await desk();
    const challenge = await visitor().challenge(keys.reviewer.public);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => visitor().answer(keys.reviewer, challenge)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(403)]);
  });

  it.each([
    ['made up', (text: string) => text.replace(/check: .*/, `check: ${'A'.repeat(43)}`)],
    ['of another time', (text: string) => text.replace(/time: .*/, 'time: 2099-01-01T00:00:00Z')],
    ['of another host', (text: string) => text.replace('host: localhost', 'host: evil.test')],
    ['without its check', (text: string) => text.replace(/check: .*\n/, '')],
    ['with more behind it', (text: string) => `${text}more\n`],
  ])('that is %s does not', async (_, change) => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const answer = await browser.answer(keys.reviewer, change(await browser.challenge(keys.reviewer.public)));
    expect(answer.status).toBe(400);
    expect(browser.cookie).toBe('');
  });

  it('of another registry, or for another key, does not', async () => {
    const [one, two] = [await desk(), await desk()];
    const foreign = await two.visitor().challenge(one.keys.reviewer.public);
    expect((await one.visitor().answer(one.keys.reviewer, foreign)).status).toBe(400);
    const others = await one.visitor().challenge(one.keys.other.public);
    expect((await one.visitor().answer(one.keys.reviewer, others)).status).toBe(400);
  });

  it('signed with the wrong key, or by nobody of the alliance, does not', async () => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const challenge = await browser.challenge(keys.reviewer.public);
    const forged = { public: keys.reviewer.public, sign: newDeskKey().sign };
    expect((await browser.answer(forged, challenge)).status).toBe(400);
    const stranger = newDeskKey();
    expect((await browser.answer(stranger, await browser.challenge(stranger.public))).status).toBe(403);
  });

  it('is good for the host that it names and for no other', async () => {
    const { registry, visitor, keys } = await desk();
    const door = await doorOf(registry);
    const made = (host: string) => challengeFor({ ...door, host }, keys.reviewer.public, new Date());
    const answer = (host: string) => visitor().answer(keys.reviewer, made(host).challenge);
    expect((await answer('evil.test')).status).toBe(400);
    expect((await answer('localhost')).status).toBe(200);
  });

  it('is too old after two minutes', async () => {
    const { registry, visitor, keys } = await desk();
    const door = await doorOf(registry);
    const key = keys.reviewer;
    for (const [age, status] of [
      [limits.challengeLife - 10_000, 200],
      [limits.challengeLife + 2_000, 400],
    ] as const) {
      const { challenge } = challengeFor(door, key.public, new Date(Date.now() - age));
      expect((await visitor().answer(key, challenge)).status).toBe(status);
    }
  });
});

describe('attack 61: a session', () => {
  it('is a new one at every sign-in, whatever the browser held before (fixation)', async () => {
    const { visitor, keys } = await desk();
    const [attacker, victim] = [visitor(), visitor()];
    await attacker.signIn(keys.other);
    victim.cookie = attacker.cookie;
    await victim.signIn(keys.reviewer);
    expect(victim.cookie).not.toBe(attacker.cookie);
    expect((await attacker.send('GET', '/me')).status).toBe(401);
    victim.cookie = `baize=${'A'.repeat(43)}`;
    await victim.signIn(keys.reviewer);
    expect(victim.cookie).not.toContain('AAAA');
  });

  it('is stored so that whoever reads the database can not use it', async () => {
    const { registry, visitor, keys } = await desk();
    const browser = visitor();
    await browser.signIn(keys.reviewer);
    const [row] = await registry.db.selectFrom('session').selectAll().execute();
    expect(browser.cookie).not.toContain(row!.hash);
    browser.cookie = `baize=${row!.hash}`;
    expect((await browser.send('GET', '/me')).status).toBe(401);
  });

  it.each([
    ['unused for half a day', async (registry: Registry) => pass(registry, limits.sessionIdle + 1_000)],
    [
      'a week old, though in use',
      async (registry: Registry) => {
        await pass(registry, limits.sessionLife + 1_000);
        await registry.db.updateTable('session').set({ used: new Date().toISOString() }).execute();
      },
    ],
    [
      'of a key whose removal its member asked for',
      async (registry: Registry) => {
        const [row] = await registry.db.selectFrom('session').selectAll().execute();
        const request = {
          member: 'ant',
          action: 'remove',
          role: 'reviewer',
          state: 'waiting',
          label: null,
        } as const;
        await registry.db
          .insertInto('staff_request')
          .values({ ...request, key: row!.keyid, time: '2026-11-01T00:00:00Z', keyid: row!.keyid })
          .execute();
      },
    ],
  ])('%s is over', async (_, change) => {
    const { registry, visitor, keys } = await desk();
    const browser = visitor();
    await browser.signIn(keys.reviewer);
    await change(registry);
    expect((await browser.send('GET', '/me')).status).toBe(401);
  });

  it('ends when it is signed out of', async () => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    await browser.signIn(keys.reviewer);
    const { cookie } = browser;
    expect(await browser.post('/signout')).toBe(204);
    browser.cookie = cookie;
    expect((await browser.send('GET', '/me')).status).toBe(401);
  });

  it('goes on for as long as it is used', async () => {
    const { registry, visitor, keys } = await desk();
    const browser = visitor();
    await browser.signIn(keys.reviewer);
    for (let turn = 0; turn < 3; turn += 1) {
      await pass(registry, limits.sessionIdle - 60_000);
      expect((await browser.send('GET', '/me')).status).toBe(200);
    }
  });
});

describe('attack 61: a request from elsewhere', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another sub-domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { origin: 'https://evil.test' }, 403],
    ['an origin without a name', { origin: 'null' }, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form that looks like JSON', { 'content-type': 'text/plain' }, 415],
    ['a page that does not know what /me said', { 'x-baize-csrf': '' }, 403],
    ['a page that guesses', { 'x-baize-csrf': 'A'.repeat(43) }, 403],
  ] as const)('as of %s is refused', async (_, headers, status) => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    await browser.signIn(keys.reviewer);
    expect((await browser.send('POST', '/signout', {}, headers)).status).toBe(status);
    expect((await browser.send('GET', '/me')).status).toBe(200);
  });

  it('can not use what another session was told', async () => {
    const { visitor, keys } = await desk();
    const [mine, theirs] = [visitor(), visitor()];
    await mine.signIn(keys.reviewer);
    await theirs.signIn(keys.other);
    expect((await mine.send('POST', '/signout', {}, { 'x-baize-csrf': theirs.csrf })).status).toBe(403);
  });

  it('can not even sign somebody in', async () => {
    const { visitor, keys } = await desk();
    const browser = visitor();
    const challenge = await browser.challenge(keys.reviewer.public);
    const signature = Buffer.from(await keys.reviewer.sign(Buffer.from(challenge))).toString('hex');
    const answer = { key: keys.reviewer.public, challenge, signature };
    expect((await browser.send('POST', '/signin', answer, { origin: 'https://evil.test' })).status).toBe(403);
  });
});
