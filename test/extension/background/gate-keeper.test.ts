import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { GateKeeper } from '../../../src/extension/background/gate-keeper.ts';
import { type Rule, ruleIds } from '../../../src/extension/background/gate-rules.ts';
import { Values } from './doors.ts';

/*
 * When the keeper sets, reads and gives the alarm. What a browser makes of rules is asked of real ones
 * (test/e2e/gate-rules.test.ts); here stands a table of rules that does as it is told, or not.
 */

const stopPage = 'chrome-extension://sample/stop.html';
const hour = 3_600_000;

let rules: Map<number, Rule>;
/** How often all rules were read, and how often the browser was asked or told anything. */
let reads: number;
let calls: number;
/** What becomes of the rules by somebody else's hand, after each change. */
let spoil: () => void;
let values: Values;
let session: Values;
let list: { names: string[]; fingerprint: string; isBehind: boolean };
let hasAccess: boolean;
let clock: number;
let said: (boolean | null)[];

/** The keeper of another life of the worker. */
function keeper(): GateKeeper {
  const own: GateKeeper = new GateKeeper({
    gate: {
      ...{ values, stopPage, making: '1' },
      rules: {
        read: async (ids) => {
          calls += 1;
          if (ids === undefined) reads += 1;
          return [...rules.values()].filter(({ id }) => ids === undefined || ids.includes(id));
        },
        replace: async (remove, add) => {
          calls += 1;
          for (const id of remove) rules.delete(id);
          for (const rule of add) rules.set(rule.id, structuredClone(rule));
          spoil();
        },
        isPatternSupported: async () => true,
      },
    },
    lists: {
      ...{ ownHosts: [], stops: async () => ({ names: list.names, paths: [] }) },
      get fingerprint() {
        return list.fingerprint;
      },
      get isBehind() {
        return list.isBehind;
      },
    },
    session,
    hasAccess: () => hasAccess,
    now: () => clock,
    alarm: () => said.push(own.isWrong),
  });
  return own;
}

const names = () => rules.get(ruleIds.frames.base)?.condition.requestDomains;

beforeEach(() => {
  rules = new Map();
  [reads, calls] = [0, 0];
  spoil = () => {};
  [values, session] = [new Values(), new Values()];
  list = { names: ['evil.test', 'worse.test'], fingerprint: 'first', isBehind: false };
  hasAccess = true;
  clock = 1_000 * hour;
  said = [];
});

describe('a gate that is to be as the lists say', () => {
  it('is set, read back, and only then said to be so', async () => {
    const own = keeper();
    expect(own.isWrong).toBeNull();
    expect(await own.state()).toEqual({ read: null, isAsListed: false, left: 0 });
    await own.enforce();
    expect(names()).toEqual(['evil.test', 'worse.test']);
    expect(said).toEqual([false]);
    expect(await own.state()).toEqual({ read: new Date(clock).toISOString(), isAsListed: true, left: 0 });
  });

  it('costs nothing while nothing changed, in a later life of the worker either', async () => {
    await keeper().enforce();
    calls = 0;
    await keeper().enforce();
    expect(calls).toBe(0);
  });

  it('follows each change of the lists, and of the access', async () => {
    await keeper().enforce();
    list = { ...list, names: ['evil.test', 'newest.test'], fingerprint: 'second' };
    const own = keeper();
    expect((await own.state()).isAsListed).toBe(false);
    await own.enforce();
    expect(rules.get(ruleIds.frames.come)?.condition.requestDomains).toEqual(['newest.test']);
    expect(rules.get(ruleIds.frames.gone)?.condition.requestDomains).toEqual(['worse.test']);
    hasAccess = false;
    expect((await own.state()).isAsListed).toBe(false);
    await own.enforce();
    expect(rules.get(ruleIds.frames.base)?.action.type).toBe('block');
    expect((await own.state()).isAsListed).toBe(true);
  });

  it('stays what it was while an older list stands in for a lost one, and is made where there is none', async () => {
    await keeper().enforce();
    list = { names: [], fingerprint: 'older', isBehind: true };
    await keeper().enforce();
    expect(names()).toEqual(['evil.test', 'worse.test']);
    rules.clear();
    list = { ...list, names: ['evil.test'] };
    await keeper().enforce();
    expect(names()).toEqual(['evil.test']);
  });
});

describe('rules that somebody else has changed', () => {
  const changes: [string, () => unknown][] = [
    ['are gone', () => rules.clear()],
    ['lack the names', () => rules.delete(ruleIds.frames.base)],
    ['hold another name', () => names()!.splice(0, 1, 'another.test')],
    ['let a name through', () => rules.set(500, { ...rules.get(ruleIds.frames.mark)!, id: 500 })],
    [
      'have another priority',
      () => rules.set(ruleIds.types.base, { ...rules.get(ruleIds.types.base)!, priority: 1 }),
    ],
  ];

  it.each(changes)('and %s, are set anew when they are read back', async (_, change) => {
    await keeper().enforce();
    const whole = structuredClone(rules);
    change();
    expect(rules).not.toEqual(whole);
    await keeper().readBack();
    expect(rules).toEqual(whole);
    expect(said).toEqual([false, false]);
  });

  it.each(changes.slice(1))('and %s, again and again, are an alarm until they are not', async (_, change) => {
    await keeper().enforce();
    const whole = structuredClone(rules);
    spoil = () => rules.has(ruleIds.types.base) && names() && change();
    spoil();
    const own = keeper();
    await expect(own.readBack()).rejects.toThrow();
    expect(said.at(-1)).toBe(true);
    expect((await own.state()).isAsListed).toBe(false);
    spoil = () => {};
    // The next life of the worker sets them without being asked to read back.
    const next = keeper();
    await next.enforce();
    expect(rules).toEqual(whole);
    expect(said.at(-1)).toBe(false);
    expect((await next.state()).isAsListed).toBe(true);
  });

  it('are an alarm when the browser takes none at all', async () => {
    spoil = () => {
      throw new Error('Refused.');
    };
    await expect(keeper().enforce()).rejects.toThrow('Refused.');
    expect(said).toEqual([true]);
  });
});

describe('a gate of more names than are read at each start', () => {
  beforeEach(() => {
    list.names = Array.from({ length: limits.gateReadWhole + 1 }, (_, i) => `n${i}.test`).sort();
  });

  it('is read whole when it was set, once a session, and again after an hour', async () => {
    const readsOf = async (work: () => Promise<void>) => {
      reads = 0;
      await work();
      return reads;
    };
    expect(await readsOf(() => keeper().enforce())).toBe(1);
    expect(await readsOf(() => keeper().readBack())).toBe(0);
    clock += limits.gateReadAgain + 1;
    expect(await readsOf(() => keeper().readBack())).toBe(1);
    session = new Values();
    await keeper().enforce();
    expect(await readsOf(() => keeper().readBack())).toBe(1);
    // A clock that was set back is no reason to wait for long.
    clock -= 10 * hour;
    expect(await readsOf(() => keeper().readBack())).toBe(1);
  });

  it('has its small rules read each time', async () => {
    await keeper().enforce();
    const mark = rules.get(ruleIds.frames.mark)!;
    rules.delete(ruleIds.frames.mark);
    await keeper().readBack();
    expect(rules.get(ruleIds.frames.mark)).toEqual(mark);
  });

  it('has the time when it was read kept when small rules came beside it', async () => {
    await keeper().enforce();
    const read = new Date(clock).toISOString();
    clock += 60_000;
    list = { ...list, names: [...list.names, 'z.test'], fingerprint: 'second' };
    const own = keeper();
    await own.enforce();
    expect(await own.state()).toMatchObject({ read, isAsListed: true });
  });
});
