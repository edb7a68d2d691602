import { expect, it } from 'vitest';
import { explain } from '../../../src/registry/review/explain.ts';
import { instant } from '../../../src/registry/store/database.ts';
import { castBatch, localBallot } from '../../../src/registry/voting/ballot.ts';
import { voterOf } from '../../../src/registry/voting/statement.ts';
import { voicesOn } from '../../../src/registry/voting/voices.ts';
import { newAlliance, release, replicaOf, vote } from '../members.ts';
import { run } from '../workspace.ts';

const day = 86_400_000;

it('votes that wait for the next release are counted as it will count them, in batches too', async () => {
  const alliance = await newAlliance();
  const { registry, members } = alliance;
  const [ant, bee, cat] = members;
  const signers = await Promise.all(
    [ant!, bee!].map(async (member) => ({ member, replica: await replicaOf(member) })),
  );
  for (const member of [ant!, bee!]) await vote(alliance, member, 'a.test');
  const before = await explain(registry.db, registry.alliance, 'a.test', instant(new Date()));
  expect(before).toMatchObject({ held: null, lists: 2, clears: 0, quorum: 2 });
  expect(before.voices.map(({ waits }) => waits)).toEqual([true, true]);
  await release(alliance, signers);

  const time = new Date(Date.now() + 2_000);
  const voter = voterOf(registry.alliance, ant!.votes[0]!);
  await castBatch(localBallot(registry), voter, ['a.test', 'b.test'], { action: 'clear' }, time);
  const told = await explain(registry.db, registry.alliance, 'a.test', instant(time));
  expect(told).toMatchObject({ held: { kind: 'phishing', alarm: 0 }, lists: 1, clears: 1 });
  expect(told.voices).toMatchObject([
    { member: 'bee', action: 'list', counts: true, waits: false },
    { member: 'ant', action: 'clear', counts: true, waits: true },
  ]);
  await vote(alliance, cat!, 'a.test', { action: 'clear' });
  expect(await voicesOn(registry.db, registry.alliance, 'a.test', 'clear')).toEqual({ have: 2, needed: 2 });
  const { out } = await run(['vote', 'status', 'a.test', '--data', registry.paths.data]);
  expect(out).toContain('To list: 1 of 2 members. To clear: 2 of 2.');
  expect(out).toMatch(/cat voted to clear \(leaf \d+, with the next release\)/);
  expect(out).toMatch(/ant voted to clear \(in a batch, leaf \d+, with the next release\)/);

  await release(alliance, signers);
  const after = await explain(registry.db, registry.alliance, 'a.test', instant(time));
  expect(after).toMatchObject({ held: null, lists: 0, clears: 2 });
  expect((await run(['vote', 'status', 'a.test', '--data', registry.paths.data])).out).toContain('overruled');
  const old = instant(new Date(time.getTime() + 181 * day));
  expect(await explain(registry.db, registry.alliance, 'a.test', old)).toMatchObject({ lists: 0, clears: 0 });
});
