import { describe, expect, it } from 'vitest';
import { decisionOn, type Grounds, keptBy } from '../../../src/registry/desk/appeals.ts';
import type { StandingVote } from '../../../src/registry/review/decide.ts';

const TIME = '2026-11-10T12:00:00Z';
/** Where the appeal stands in the log. */
const APPEAL = 10;

const vote = (member: string, leaf: number, change: Partial<StandingVote> = {}): StandingVote => ({
  ...{ member, leaf, action: 'list', kind: 'phishing', level: 'stop', time: '2026-11-09T12:00:00Z' },
  ...{ alarm: 0, spent: 0, ...change },
});

/** Ant and bee listed; of four members two decide, and dog and doe are one group. */
const grounds = (change: Partial<Grounds> & { quorum?: number } = {}): Grounds => ({
  ...{
    leaf: APPEAL,
    upTo: 100,
    isListed: true,
    votes: [vote('ant', 1), vote('bee', 2)],
    listedBy: ['ant', 'bee'],
  },
  ...change,
  rules: {
    ...{ quorum: change.quorum ?? 2, time: TIME, since: '2026-05-14T12:00:00Z' },
    voices: new Map([
      ...(['ant', 'bee', 'cat'].map((id) => [id, id]) as [string, string][]),
      ...(['dog', 'doe'].map((id) => [id, 'group d']) as [string, string][]),
    ]),
  },
});

describe('an appeal', () => {
  it('is open while nobody has voted since', () => {
    expect(decisionOn(grounds())).toBe('open');
  });

  it('is upheld when the key has left the list, whatever the votes say', () => {
    const votes = [vote('ant', 11), vote('cat', 12)];
    expect(decisionOn(grounds({ isListed: false }))).toBe('upheld');
    expect(decisionOn(grounds({ isListed: false, votes }))).toBe('upheld');
  });

  it('is not dismissed by those alone who had listed', () => {
    expect(decisionOn(grounds({ votes: [vote('ant', 11), vote('bee', 12)] }))).toBe('open');
  });

  it('is dismissed by a quorum of which one had not listed before', () => {
    expect(decisionOn(grounds({ votes: [vote('ant', 11), vote('bee', 2), vote('cat', 12)] }))).toBe(
      'dismissed',
    );
    expect(decisionOn(grounds({ votes: [vote('cat', 11), vote('dog', 12)] }))).toBe('dismissed');
  });

  it('is not dismissed by fewer than the quorum, though they had not listed before', () => {
    expect(decisionOn(grounds({ votes: [vote('ant', 1), vote('bee', 2), vote('cat', 11)] }))).toBe('open');
  });

  it('counts votes that came after it only, not those that stand', () => {
    expect(
      decisionOn(grounds({ votes: [vote('ant', 11), vote('cat', 9)], listedBy: ['ant', 'bee', 'cat'] })),
    ).toBe('open');
  });

  it('counts votes only that the release carries', () => {
    const votes = [vote('ant', 11), vote('cat', 12)];
    expect(decisionOn(grounds({ votes, upTo: 12 }))).toBe('open');
    expect(decisionOn(grounds({ votes, upTo: 13 }))).toBe('dismissed');
  });

  it('counts members of one group once', () => {
    expect(decisionOn(grounds({ votes: [vote('dog', 11), vote('doe', 12)] }))).toBe('open');
    expect(decisionOn(grounds({ votes: [vote('dog', 11), vote('doe', 12), vote('ant', 13)] }))).toBe(
      'dismissed',
    );
  });

  it('takes a member for one that had listed when another of its group had', () => {
    const listedBy = ['ant', 'dog'];
    expect(decisionOn(grounds({ listedBy, votes: [vote('ant', 11), vote('doe', 12)] }))).toBe('open');
    expect(
      decisionOn(grounds({ listedBy, votes: [vote('ant', 11), vote('doe', 12), vote('cat', 13)] })),
    ).toBe('dismissed');
  });

  it('takes the newest word of a group', () => {
    const votes = [
      vote('dog', 11),
      vote('doe', 12, { action: 'clear', kind: null, level: null }),
      vote('ant', 13),
    ];
    expect(decisionOn(grounds({ votes }))).toBe('open');
  });

  it('is not dismissed by votes to clear, nor by such as are spent or too old, nor by who is no member', () => {
    const clears = { action: 'clear', kind: null, level: null } as const;
    expect(decisionOn(grounds({ votes: [vote('cat', 11, clears), vote('dog', 12, clears)] }))).toBe('open');
    expect(decisionOn(grounds({ votes: [vote('ant', 11), vote('cat', 12, { spent: 1 })] }))).toBe('open');
    expect(
      decisionOn(grounds({ votes: [vote('ant', 11), vote('cat', 12, { time: '2026-01-01T00:00:00Z' })] })),
    ).toBe('open');
    expect(decisionOn(grounds({ votes: [vote('ant', 11), vote('fox', 12)] }))).toBe('open');
  });

  it('where the quorum is one, is dismissed by one vote, also of who had listed', () => {
    const alone = { quorum: 1, listedBy: ['ant'] };
    expect(decisionOn(grounds({ ...alone, votes: [vote('ant', 1)] }))).toBe('open');
    expect(decisionOn(grounds({ ...alone, votes: [vote('ant', 11)] }))).toBe('dismissed');
    expect(decisionOn(grounds({ ...alone, votes: [vote('ant', 1), vote('cat', 11)] }))).toBe('dismissed');
  });

  it('tells who has voted since that the key stays', () => {
    const votes = [vote('ant', 1), vote('bee', 11), vote('dog', 12), vote('doe', 13)];
    expect(keptBy(grounds({ votes }))).toEqual(['bee', 'doe']);
  });
});
