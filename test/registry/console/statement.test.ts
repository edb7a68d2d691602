import { expect, test } from 'vitest';
import { messageOf, parseLeaf } from '../../../src/core/leaf.ts';
import { emptyOpinion, opinionOf, problemOf, readReason } from '../../../src/registry/console/opinion.ts';
import { type Opinion, signStatement, signVote, voteOn } from '../../../src/registry/voting/statement.ts';
import { newAlliance } from '../members.ts';

const draft = {
  ...emptyOpinion,
  kind: 'drainer' as const,
  ground: 'payout' as const,
  text: ' Asks for a tax. ',
  evidence: 'https://evidence.example/1\n\nhttps://evidence.example/2 ',
};
const now = new Date('2026-11-30T10:00:00.500Z');

test('what the form says is signed as the command line would sign it', async () => {
  const { registry, members } = await newAlliance();
  const key = members[0]!.votes[0]!;
  const by = { member: 'ant', origin: registry.alliance.log.origin };
  const shown = voteOn(by, 'scam.test', opinionOf(draft), now);
  const bytes = await signStatement(key, shown);
  const typed: Opinion = {
    ...({ action: 'list', kind: 'drainer', level: 'stop' } as const),
    reason: 'payout: Asks for a tax.',
    evidence: ['https://evidence.example/1', 'https://evidence.example/2'],
  };
  expect(bytes).toEqual(await signVote({ ...by, key }, 'scam.test', typed, now));
  expect(parseLeaf(bytes).message).toEqual(messageOf(shown));
});

test('an emergency warns, whatever level was chosen before; to clear takes neither kind nor level', () => {
  expect(opinionOf({ ...draft, emergency: true })).toMatchObject({ level: 'caution', emergency: true });
  expect(opinionOf({ ...draft, action: 'clear' })).toEqual({
    ...{ action: 'clear', reason: 'payout: Asks for a tax.' },
    evidence: ['https://evidence.example/1', 'https://evidence.example/2'],
  });
  expect(opinionOf(emptyOpinion)).toMatchObject({ reason: undefined, evidence: [] });
});

test.each([
  [{}, null],
  [{ text: 'x'.repeat(501), ground: '' }, 'opinion.reason.long'],
  [{ text: 'x'.repeat(493) }, 'opinion.reason.long'],
  [{ evidence: 'http://evidence.example/' }, 'opinion.evidence.wrong'],
  [{ evidence: 'javascript:alert(1)' }, 'opinion.evidence.wrong'],
  [{ evidence: 'https://例え.example/' }, 'opinion.evidence.wrong'],
  [{ evidence: `https://${'a'.repeat(1_020)}` }, 'opinion.evidence.wrong'],
  [{ evidence: 'https://a.example/ '.repeat(11) }, 'opinion.evidence.many'],
] as const)('of %j is said: %s', (change, problem) => {
  expect(problemOf({ ...draft, ...change })).toBe(problem);
});

test.each([
  ['payout: Asks for a tax.', 'payout', 'Asks for a tax.'],
  ['payout', 'payout', ''],
  ['unknown-code: text', null, 'unknown-code: text'],
  ['It is a scam: payout', null, 'It is a scam: payout'],
])('the reason "%s" is read', (reason, ground, text) => {
  expect(readReason(reason)).toEqual({ ground, text });
});
