import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { feedFiles } from '../../../src/core/feed.ts';
import { parseLeaf } from '../../../src/core/leaf.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Appeal, AppealReceipt } from '../../../src/core/report.ts';
import { canonical, type JsonObject } from '../../../src/core/tuf/json.ts';
import { readHistory } from '../../../src/core/why.ts';
import { createApp } from '../../../src/registry/app.ts';
import { verifyLog } from '../../../src/registry/cosign/verify-log.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { publish } from '../../../src/registry/release/publish.ts';
import { answerAppeal, countAppeals, findAppeals } from '../../../src/registry/store/appeals.ts';
import { leavesBetween } from '../../../src/registry/store/leaves.ts';
import { shardOf } from '../../../src/registry/store/shard.ts';
import type { AlliancePlan } from '../founding.ts';
import { newAlliance, release, replicaOf, type TestAlliance, vote } from '../members.ts';
import { type Ask, askingApp, cheapWork, postAppeal } from '../reporters.ts';

const clear = { action: 'clear' } as const;
const key = 'wrong.test';
let count = 0;
const newAppeal = (change: Partial<Appeal> = {}): Appeal => {
  count += 1;
  return {
    ...{ id: `sample-appeal-${String(count).padStart(6, '0')}`, key, text: 'This is our own site. 我们的。' },
    ...change,
  };
};

interface Scene extends TestAlliance {
  readonly ask: Ask;
  /** Brings the feed forward by what is there. */
  readonly releaseAll: () => Promise<unknown>;
}

/** An alliance whose first two members have listed `wrong.test`. */
async function scene(plan: Partial<AlliancePlan> = {}): Promise<Scene> {
  const alliance = await newAlliance(plan);
  const signers = await Promise.all(
    alliance.members.slice(0, 2).map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  const releaseAll = () => release(alliance, signers);
  for (const member of alliance.members.slice(0, 2)) await vote(alliance, member, key);
  await releaseAll();
  return { ...alliance, releaseAll, ask: askingApp(createApp(alliance.registry, { work: cheapWork })) };
}

async function appealed(ask: Ask, appeal = newAppeal()): Promise<AppealReceipt> {
  const answer = await postAppeal(ask, appeal);
  expect(answer.status).toBe(201);
  return answer.json() as Promise<AppealReceipt>;
}

const stateOf = async (ask: Ask, { receipt }: AppealReceipt): Promise<AppealReceipt> =>
  (await ask(`v1/appeals/${receipt}`)).json() as Promise<AppealReceipt>;

const historyOf = async ({ paths, alliance }: Registry, of = key) =>
  readHistory(await readFile(join(paths.feed, feedFiles.why(shardOf(of)))), of, alliance);

/** The clock is moved: a second later, votes are newer. */
function at(time: string): void {
  vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('filing an appeal', () => {
  it('gives a receipt with its clock, and puts into the log that it came', async () => {
    at('2026-11-06T10:00:00Z');
    const { registry, ask } = await scene();
    const appeal = newAppeal({ language: 'zh-CN' });
    const receipt = await appealed(ask, appeal);
    expect(receipt).toEqual({
      ...{ receipt: expect.stringMatching(/^[\w-]{24}$/), key, received: '2026-11-06T10:00:00Z' },
      ...{ state: 'open', answered: null, decided: null, answers: [] },
      ...{ answerBy: '2026-11-11T10:00:00Z', decideBy: '2026-11-20T10:00:00Z' },
    });
    expect(await stateOf(ask, receipt)).toEqual(receipt);
    const [stored] = await findAppeals(registry.db, 'open');
    const [leaf] = await leavesBetween(registry.db, stored!.leaf, stored!.leaf + 1);
    const digest = createHash('sha256')
      .update(canonical({ ...appeal } as JsonObject))
      .digest('hex');
    expect(parseLeaf(leaf!.bytes).signed).toEqual({
      ...{ _type: 'appeal', feed: registry.alliance.log.origin, key, digest, time: receipt.received },
    });
  });

  it('is once, however often it is sent, also at the same time', async () => {
    const { registry, ask } = await scene();
    const appeal = newAppeal();
    const answers = await Promise.all(Array.from({ length: 8 }, () => postAppeal(ask, appeal)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await findAppeals(registry.db, null)).toHaveLength(1);
    const other = await postAppeal(ask, { ...appeal, text: 'Another.' });
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'conflict' }]);
  });

  it('is for what is listed, as browsers have it', async () => {
    const alliance = await scene();
    const { ask } = alliance;
    const none = await postAppeal(ask, newAppeal({ key: 'innocent.test' }));
    expect([none.status, await none.json()]).toMatchObject([404, { code: 'unlisted' }]);
    await vote(alliance, alliance.members[0]!, 'pending.test');
    await vote(alliance, alliance.members[1]!, 'pending.test');
    expect((await postAppeal(ask, newAppeal({ key: 'pending.test' }))).status).toBe(404);
    await publish(alliance.registry);
    expect((await postAppeal(ask, newAppeal({ key: 'pending.test' }))).status).toBe(404);
  });

  it('is not for what is appealed against already, until that is decided', async () => {
    const alliance = await scene();
    const { ask, members, releaseAll } = alliance;
    await appealed(ask);
    const second = await postAppeal(ask, newAppeal());
    expect([second.status, await second.json()]).toMatchObject([409, { code: 'open' }]);
    await vote(alliance, members[0]!, key);
    await vote(alliance, members[2]!, key);
    await releaseAll();
    await appealed(ask);
  });

  it('is refused without work, when it is none, too long, or too often', async () => {
    const { ask } = await scene();
    const headers = { 'content-type': 'application/json' };
    const bare = await ask('v1/appeals', { method: 'POST', headers, body: JSON.stringify(newAppeal()) });
    expect([bare.status, await bare.json()]).toMatchObject([403, { code: 'work' }]);
    for (const sent of ['{', '[]', { ...newAppeal(), text: '' }, { ...newAppeal(), more: 1 }]) {
      expect((await postAppeal(ask, sent)).status, JSON.stringify(sent)).toBe(400);
    }
    const long = await postAppeal(ask, newAppeal({ text: 'x'.repeat(limits.appealBytes) }));
    expect(long.status).toBe(413);
    expect((await postAppeal(ask, newAppeal(), { 'content-type': 'text/plain' })).status).toBe(415);
    await appealed(ask);
    for (let sent = 1; sent < limits.reportsPerHour; sent += 1) await postAppeal(ask, newAppeal());
    expect((await postAppeal(ask, newAppeal())).status).toBe(409);
  });

  it('does not tell a stranger anything: there is no other receipt', async () => {
    const { ask } = await scene();
    for (const receipt of ['nothing', '%00', "x'%20or%201=1", 'A'.repeat(24)]) {
      expect((await ask(`v1/appeals/${receipt}`)).status).toBe(404);
    }
  });

  it('passes the replay: co-signers sign the release with its leaf, and log verify holds', async () => {
    const { registry, ask, releaseAll, feed } = await scene();
    await appealed(ask);
    const { version } = await publish(registry);
    await releaseAll();
    const [appeal] = await findAppeals(registry.db, 'open');
    const verified = await verifyLog(feed);
    expect(verified).toMatchObject({ version, entries: 1 });
    expect(verified.leaves).toBeGreaterThan(appeal!.leaf);
  });
});

describe('an appeal is decided by the log', () => {
  it('upheld, once the key has left the list', async () => {
    const alliance = await scene();
    const { ask, members, releaseAll, registry } = alliance;
    const receipt = await appealed(ask);
    await vote(alliance, members[0]!, key, clear);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('open');
    await vote(alliance, members[1]!, key, clear);
    expect((await stateOf(ask, receipt)).state).toBe('open');
    await releaseAll();
    expect(await stateOf(ask, receipt)).toMatchObject({ state: 'upheld', decided: expect.any(String) });
    const history = await historyOf(registry);
    expect(history?.appeals).toMatchObject([{ state: 'upheld', received: receipt.received }]);
  });

  it('not by those who had listed: they vote anew, and it stays open', async () => {
    const alliance = await scene();
    const { ask, members, releaseAll } = alliance;
    const receipt = await appealed(ask);
    await vote(alliance, members[0]!, key);
    await vote(alliance, members[1]!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('open');
    await vote(alliance, members[2]!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('dismissed');
  });

  it('and who had listed has, whatever it said in between', async () => {
    const alliance = await scene();
    const { ask, members, releaseAll } = alliance;
    await vote(alliance, members[2]!, key);
    await releaseAll();
    await vote(alliance, members[2]!, key, clear);
    await releaseAll();
    const receipt = await appealed(ask);
    await vote(alliance, members[0]!, key);
    await vote(alliance, members[2]!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('open');
  });

  it('and who votes twice since it came had not listed before', async () => {
    const alliance = await scene();
    const { ask, members, releaseAll } = alliance;
    const receipt = await appealed(ask);
    await vote(alliance, members[2]!, key);
    await releaseAll();
    await vote(alliance, members[2]!, key);
    await vote(alliance, members[0]!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('dismissed');
  });

  it('not by another of a group that had listed', async () => {
    const members = [
      { id: 'ant' },
      { id: 'bee', group: 'hive' },
      { id: 'cat', group: 'hive' },
      { id: 'dog' },
    ];
    const alliance = await scene({ members });
    const { ask, releaseAll } = alliance;
    const [ant, , cat, dog] = alliance.members;
    const receipt = await appealed(ask);
    await vote(alliance, ant!, key);
    await vote(alliance, cat!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('open');
    await vote(alliance, dog!, key);
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('dismissed');
  });

  it('not before a release is out', async () => {
    const alliance = await scene();
    const { ask, members, registry } = alliance;
    const receipt = await appealed(ask);
    await vote(alliance, members[0]!, key, clear);
    await vote(alliance, members[1]!, key, clear);
    expect((await publish(registry)).outcome).toBe('proposed');
    expect((await stateOf(ask, receipt)).state).toBe('open');
  });

  it.each([
    ['that came since the last release', false],
    ['that the last release has', true],
  ])('nor by votes that no release carries, of an appeal %s', async (_, isReleased) => {
    const alliance = await scene();
    const { ask, members, registry, releaseAll } = alliance;
    const receipt = await appealed(ask);
    if (isReleased) await releaseAll();
    await vote(alliance, members[0]!, key);
    await vote(alliance, members[2]!, key);
    expect((await publish(registry)).outcome).toBe('proposed');
    expect((await stateOf(ask, receipt)).state).toBe('open');
    await releaseAll();
    expect((await stateOf(ask, receipt)).state).toBe('dismissed');
  });
});

describe('overdue appeals', () => {
  it('are counted once the first answer, or the decision, is late', async () => {
    at('2026-11-02T10:00:00Z');
    const { registry, ask } = await scene();
    await appealed(ask);
    const overdueAt = async (time: string) => (await countAppeals(registry.db, new Date(time))).overdue;
    expect(await overdueAt('2026-11-05T10:00:00Z')).toBe(0);
    expect(await overdueAt('2026-11-05T10:00:01Z')).toBe(1);
    const [appeal] = await findAppeals(registry.db, 'open');
    const by = { member: 'ant', keyid: 'a'.repeat(64) };
    await answerAppeal(registry.db, appeal!.id, by, 'We look at it.', new Date('2026-11-04T10:00:00Z'));
    expect(await overdueAt('2026-11-05T10:00:01Z')).toBe(0);
    expect(await overdueAt('2026-11-16T10:00:00Z')).toBe(0);
    expect(await overdueAt('2026-11-16T10:00:01Z')).toBe(1);
    const health = await (await ask('healthz')).json();
    expect(health).toMatchObject({ appeals: { open: 1, overdue: 0 } });
    vi.setSystemTime(new Date('2026-11-16T10:00:01Z'));
    const late = await (await ask('healthz')).json();
    expect(late).toMatchObject({ appeals: { open: 1, overdue: 1 } });
    expect(late.warnings.join()).toContain('1 appeal is overdue');
  });
});

describe('answers', () => {
  it('are public, and on the entry’s page without another release', async () => {
    const { registry, ask, releaseAll } = await scene();
    const receipt = await appealed(ask);
    await releaseAll();
    const [appeal] = await findAppeals(registry.db, 'open');
    const by = { member: 'bee', keyid: 'b'.repeat(64) };
    await answerAppeal(registry.db, appeal!.id, by, 'First.', new Date('2026-11-04T10:00:00Z'));
    await answerAppeal(
      registry.db,
      appeal!.id,
      { ...by, member: 'cat' },
      '第二。',
      new Date('2026-11-05T10:00:00Z'),
    );
    const answers = [
      { time: '2026-11-04T10:00:00Z', member: 'bee', text: 'First.' },
      { time: '2026-11-05T10:00:00Z', member: 'cat', text: '第二。' },
    ];
    expect(await stateOf(ask, receipt)).toMatchObject({ answers, answered: '2026-11-04T10:00:00Z' });
    expect((await historyOf(registry))?.appeals).toMatchObject([{ answers: [] }]);
    expect((await publish(registry)).outcome).toBe('current');
    expect((await historyOf(registry))?.appeals).toMatchObject([{ answers, state: 'open' }]);
  });

  it('are so many', async () => {
    const { registry, ask } = await scene();
    await appealed(ask);
    const [appeal] = await findAppeals(registry.db, 'open');
    const by = { member: 'bee', keyid: 'b'.repeat(64) };
    for (let sent = 0; sent < limits.answersPerAppeal; sent += 1)
      await answerAppeal(registry.db, appeal!.id, by, 'Again.', new Date());
    await expect(answerAppeal(registry.db, appeal!.id, by, 'Again.', new Date())).rejects.toMatchObject({
      code: 'input',
    });
  });
});
