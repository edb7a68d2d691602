import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { AppealRow, AppealShown } from '../../../src/registry/desk/api.ts';
import { appealRows } from '../../../src/registry/desk/appeal-view.ts';
import type { StoredAppeal } from '../../../src/registry/store/appeals.ts';
import { fileAppeal } from '../../../src/registry/store/appeals.ts';
import { release, replicaOf, vote } from '../members.ts';
import { desk } from './desk.ts';

const sealed = '-----BEGIN AGE ENCRYPTED FILE-----\nc2FtcGxl\n-----END AGE ENCRYPTED FILE-----\n';

/** A desk at which an appeal against `wrong.test` has come in. */
async function appealedDesk() {
  const { alliance, registry, members, keys, visitor } = await desk();
  const signers = await Promise.all(
    members.map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  for (const member of members) await vote(alliance, member, 'wrong.test');
  await release(alliance, signers);
  const appeal = { id: 'sample-appeal-000001', key: 'wrong.test', text: '<b>Ours.</b>', contact: sealed };
  const filed = await fileAppeal(registry.db, appeal, registry.alliance.log.origin, new Date());
  if (!('receipt' in filed)) throw new Error(filed.outcome);
  const signedIn = async (key: keyof typeof keys) => {
    const one = visitor();
    await one.signIn(keys[key]);
    return one;
  };
  return { registry, receipt: filed.receipt, signedIn, visitor };
}

describe('appeals at the desk', () => {
  it('are shown with their clock, what is said, who had listed, and how the sender is reached', async () => {
    const { signedIn, receipt } = await appealedDesk();
    const reviewer = await signedIn('reviewer');
    const { appeals } = await reviewer.get<{ appeals: AppealRow[] }>('/appeals?state=open');
    const { answerBy, decideBy, received } = receipt;
    expect(appeals).toEqual([
      {
        ...{ id: 1, key: 'wrong.test', received, answerBy, decideBy },
        ...{ state: 'open', answered: null, decided: null },
      },
    ]);
    const shown = await reviewer.get<AppealShown>('/appeals/1');
    expect(shown).toMatchObject({
      ...{ ...appeals[0], text: '<b>Ours.</b>', contact: sealed, answers: [], leaf: expect.any(Number) },
      ...{ listedBy: ['ant', 'bee'], keptBy: [] },
      standing: { entry: { kind: 'phishing' }, lists: 2, clears: 0, quorum: 2 },
    });
    expect((await reviewer.get<{ appeals: AppealRow[] }>('/appeals?state=upheld')).appeals).toEqual([]);
    expect((await reviewer.send('GET', '/appeals/2')).status).toBe(404);
    expect((await reviewer.send('GET', '/appeals?state=none')).status).toBe(400);
  });

  it('are answered in the name of the reviewer’s member', async () => {
    const { signedIn } = await appealedDesk();
    const reviewer = await signedIn('reviewer');
    expect(await reviewer.post('/appeals/1/answer', { text: ' We look at it. ' })).toBe(204);
    const other = await signedIn('other');
    expect(await other.post('/appeals/1/answer', { text: '我们在看。' })).toBe(204);
    const { answers, answered } = await reviewer.get<AppealShown>('/appeals/1');
    expect(answers).toMatchObject([
      { member: 'ant', text: 'We look at it.' },
      { member: 'bee', text: '我们在看。' },
    ]);
    expect(answered).toBe(answers[0]!.time);
    for (const text of ['', '  ', 'x'.repeat(limits.appealLength + 1), 7]) {
      expect(await reviewer.post('/appeals/1/answer', { text })).toBe(400);
    }
    expect(await reviewer.post('/appeals/2/answer', { text: 'To none.' })).toBe(404);
  });

  it('are read by an observer, who answers none and reaches nobody', async () => {
    const { signedIn } = await appealedDesk();
    const observer = await signedIn('watching');
    expect(await observer.get<AppealShown>('/appeals/1')).toMatchObject({
      text: '<b>Ours.</b>',
      contact: null,
    });
    expect(await observer.post('/appeals/1/answer', { text: 'Sample.' })).toBe(403);
  });

  it('are for who is signed in, and sends what its page was told', async () => {
    const { visitor, signedIn } = await appealedDesk();
    expect((await visitor().send('GET', '/appeals')).status).toBe(401);
    const reviewer = await signedIn('reviewer');
    const forged = await reviewer.send(
      'POST',
      '/appeals/1/answer',
      { text: 'Forged.' },
      { 'x-baize-csrf': '' },
    );
    expect(forged.status).toBe(403);
    expect((await reviewer.get<AppealShown>('/appeals/1')).answers).toEqual([]);
  });

  it('stand overdue ones first, then by what is due next, decided ones last', () => {
    const stored = (id: number, received: string, change: Partial<StoredAppeal> = {}): StoredAppeal => ({
      ...{ id, received, sent: '', receipt: '', key: '', body: '', leaf: 0 },
      ...{ state: 'open', answered: null, decided: null, ...change },
    });
    const appeals = [
      stored(1, '2026-11-02T00:00:00Z', { state: 'upheld' }),
      stored(2, '2026-11-18T00:00:00Z', { answered: '2026-11-18T01:00:00Z' }),
      stored(3, '2026-11-19T00:00:00Z'),
      stored(4, '2026-11-11T00:00:00Z'),
      stored(5, '2026-11-10T00:00:00Z', { answered: '2026-11-10T01:00:00Z' }),
    ];
    const rows = appealRows(appeals, new Date('2026-11-20T00:00:00Z'));
    expect(rows.map(({ id }) => id)).toEqual([4, 3, 5, 2, 1]);
  });
});
