import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { after, decide, type Held, type StandingVote } from '../../../src/registry/review/decide.ts';
import { at } from './voters.ts';

const voices = new Map([
  ['a', 'a'],
  ['b', 'b'],
  ['c', 'c'],
  ['d', 'group one'],
  ['e', 'group one'],
]);
const rules = (time: string, quorum = 2) => ({
  ...{ quorum, voices, time },
  since: after(time, -limits.voteLife),
});

let leaf = 0;
function vote(member: string, time: string, more: Partial<StandingVote> = {}): StandingVote {
  leaf += 1;
  const listed = { action: 'list', kind: 'phishing', level: 'stop' } as const;
  return { member, time, leaf, alarm: 0, spent: 0, ...listed, ...more };
}
const clear = (member: string, time: string, more: Partial<StandingVote> = {}) =>
  vote(member, time, { action: 'clear', kind: null, level: null, ...more });
const held = (more: Partial<Held> = {}): Held => ({
  ...{ kind: 'phishing', level: 'stop', until: at(180), alarm: 0 },
  ...more,
});

describe('an entry comes', () => {
  test('by as many voices as the quorum, not by fewer', () => {
    const one = vote('a', at(0));
    expect(decide([one], null, rules(at(1)))).toEqual({ held: null, spends: null });
    expect(decide([one, vote('b', at(1))], null, rules(at(1)))).toEqual({
      held: held(),
      spends: 'clear',
    });
  });

  test('not by two members under common control, nor by who is no member', () => {
    expect(decide([vote('d', at(0)), vote('e', at(0))], null, rules(at(1))).held).toBeNull();
    expect(decide([vote('a', at(0)), vote('stranger', at(0))], null, rules(at(1))).held).toBeNull();
    expect(decide([vote('a', at(0)), vote('e', at(0))], null, rules(at(1))).held).not.toBeNull();
  });

  test('not by a vote that is too old or spent', () => {
    const votes = [vote('a', at(0)), vote('b', at(1))];
    expect(decide(votes, null, rules(at(179, 23, 3599))).held).not.toBeNull();
    expect(decide(votes, null, rules(at(180))).held).toBeNull();
    expect(decide([vote('a', at(0), { spent: 1 }), votes[1]!], null, rules(at(1))).held).toBeNull();
  });

  test('of the kind that most name, of several the first, and stopped only if a quorum says so', () => {
    const drainer = { kind: 'drainer' } as const;
    const kinds = (...votes: StandingVote[]) => decide(votes, null, rules(at(1), 3)).held?.kind;
    expect(kinds(vote('a', at(0)), vote('b', at(0), drainer), vote('c', at(0), drainer))).toBe('drainer');
    const first = [vote('a', at(0), drainer), vote('b', at(0))];
    expect(decide(first.toReversed(), null, rules(at(1))).held?.kind).toBe('drainer');
    const caution = vote('b', at(0), { level: 'caution' });
    expect(decide([vote('a', at(0)), caution], null, rules(at(1))).held?.level).toBe('caution');
    expect(decide([vote('a', at(0)), caution, vote('c', at(0))], null, rules(at(1))).held?.level).toBe(
      'stop',
    );
  });

  test('for as long as the quorum lasts', () => {
    const votes = [vote('a', at(0)), vote('b', at(5)), vote('c', at(9))];
    expect(decide(votes, null, rules(at(9))).held?.until).toBe(at(185));
  });
});

describe('an entry goes', () => {
  test('by as many voices as it takes to come, and spends the votes for it', () => {
    const lists = [vote('a', at(0)), vote('b', at(0))];
    expect(decide([...lists, clear('c', at(1))], held(), rules(at(1))).held).toEqual(held());
    expect(decide([lists[0]!, clear('b', at(1)), clear('c', at(1))], held(), rules(at(1)))).toEqual({
      held: null,
      spends: 'list',
    });
  });

  test('not because a vote for it is taken back', () => {
    expect(decide([clear('a', at(1)), vote('b', at(0))], held(), rules(at(1))).held).toEqual(held());
  });

  test('when its time is over, and later when its votes are renewed', () => {
    const votes = [vote('a', at(0)), vote('b', at(0))];
    expect(decide(votes, held(), rules(at(179))).held).toEqual(held());
    expect(decide(votes, held(), rules(at(180))).held).toBeNull();
    const renewed = [vote('a', at(100)), vote('b', at(90))];
    expect(decide(renewed, held(), rules(at(180))).held?.until).toBe(at(270));
  });

  test('not when its members leave', () => {
    expect(decide([vote('gone', at(0)), vote('left', at(0))], held(), rules(at(9))).held).toEqual(held());
  });
});

describe('an entry changes', () => {
  const drainer = { kind: 'drainer', level: 'caution' } as const;

  test('its kind and level when a quorum says another', () => {
    const one = [vote('a', at(1), drainer), vote('b', at(0))];
    expect(decide(one, held(), rules(at(1))).held).toMatchObject({ kind: 'phishing', level: 'stop' });
    const two = [vote('a', at(1), drainer), vote('b', at(1), drainer)];
    expect(decide(two, held(), rules(at(1))).held).toMatchObject(drainer);
  });

  test('to a stop when a quorum says so, and not back while it does', () => {
    const caution = { level: 'caution' } as const;
    const even = ['a', 'b', 'c', 'd'].map((member, i) => vote(member, at(0), i < 2 ? caution : {}));
    expect(decide(even, held(caution), rules(at(1))).held?.level).toBe('stop');
    expect(decide(even, held(), rules(at(1))).held?.level).toBe('stop');
  });

  test('not while as many stand by what it is', () => {
    const even = ['a', 'b', 'c', 'd'].map((member, i) => vote(member, at(0), i < 2 ? drainer : {}));
    expect(decide(even, held(), rules(at(1))).held).toEqual(held());
  });
});

describe('one member alone', () => {
  const alarm = (time = at(0)) => vote('a', time, { alarm: 1, level: 'caution', kind: 'drainer' });
  const alarmed = held({ kind: 'drainer', level: 'caution', until: at(3), alarm: 1 });

  test('warns for 72 hours', () => {
    const votes = [alarm()];
    expect(decide(votes, null, rules(at(0))).held).toEqual(alarmed);
    expect(decide(votes, alarmed, rules(at(2, 23, 3599))).held).toEqual(alarmed);
    expect(decide(votes, alarmed, rules(at(3))).held).toBeNull();
    expect(decide(votes, null, rules(at(3))).held).toBeNull();
  });

  test('is confirmed by a quorum, its own voice counted', () => {
    expect(decide([alarm(), vote('b', at(1))], alarmed, rules(at(1))).held).toMatchObject({
      until: at(180),
      alarm: 0,
    });
  });

  test('is overruled by a quorum, and does not come back', () => {
    const clears = [clear('b', at(1)), clear('c', at(1))];
    expect(decide([alarm(), ...clears], alarmed, rules(at(1)))).toEqual({ held: null, spends: 'list' });
    expect(decide([{ ...alarm(), spent: 1 }, ...clears], null, rules(at(1))).held).toBeNull();
  });

  test('does not warn of what a quorum has cleared', () => {
    const votes = [clear('b', at(0)), clear('c', at(0)), alarm()];
    expect(decide(votes, null, rules(at(0)))).toEqual({ held: null, spends: null });
    expect(decide(votes.slice(1), null, rules(at(0))).held).toEqual(alarmed);
  });

  test('is nothing where an entry stands', () => {
    expect(decide([alarm()], held(), rules(at(1))).held).toEqual(held());
  });
});
