import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Rule } from '../../../src/extension/background/gate-rules.ts';
import { Proceeds, scopeOf } from '../../../src/extension/background/proceeds.ts';
import { Values } from './doors.ts';

let lasting: Values;
let session: Values;
let rules: readonly Rule[];
let clock: number;
let refuses: (rule: Rule) => boolean;
/** Rules that somebody else puts in, however often they are taken out. */
let foreign: readonly Rule[];

async function open(): Promise<Proceeds> {
  const door = {
    isPatternSupported: async () => true,
    read: async () => [...rules, ...foreign],
    replace: async (remove: readonly number[], add: readonly Rule[]) => {
      if (add.some(refuses)) throw new Error('Refused.');
      rules = [...rules.filter(({ id }) => !remove.includes(id)), ...add];
    },
  };
  const proceeds = new Proceeds(lasting, session, door, () => clock);
  await proceeds.load();
  return proceeds;
}

beforeEach(() => {
  lasting = new Values();
  session = new Values();
  rules = [];
  foreign = [];
  refuses = ({ condition }) => JSON.stringify(condition).includes('refused');
  clock = 1_000_000;
});

describe('the scope of a choice', () => {
  it.each([
    ['login.evil.co.uk', 'evil.co.uk'],
    ['evil.test', 'evil.test'],
    ['mine.github.io', 'mine.github.io'],
    ['mine.eth.limo', 'mine.eth.limo'],
    ['127.0.0.2', '127.0.0.2'],
    ['[::1]', '[::1]'],
    ['sites.test/view/evil', 'sites.test/view/evil'],
  ])('at %s is the whole site, or the listed path', (key, scope) => {
    expect(scopeOf(key)).toBe(scope);
  });

  it.each(['http://a~b.evil.test/', 'http://-.evil.test/', 'http://evil.test../', 'http://[::ffff:7f00:2]/'])(
    'takes in %s',
    async (url) => {
      const proceeds = await open();
      await proceeds.add('evil.test', 'day', 7);
      await proceeds.add('127.0.0.2', 'day', 7);
      expect(proceeds.holds(url, 1)).toBe(true);
    },
  );
});

describe('a choice for once', () => {
  it('holds in its tab alone, until the tab leaves the site', async () => {
    const proceeds = await open();
    await proceeds.add('evil.test', 'once', 7);
    expect(proceeds.holds('http://www.evil.test/x', 7)).toBe(true);
    expect(proceeds.holds('http://www.evil.test/x', 8)).toBe(false);
    const condition = { tabIds: [7], requestDomains: ['evil.test'] };
    expect(rules).toMatchObject([{ condition }, { condition }]);
    await proceeds.left(7, 'http://evil.test/next');
    await proceeds.left(8, 'http://other.test/');
    expect(proceeds.holds('http://evil.test/', 7)).toBe(true);
    await proceeds.left(7, 'http://other.test/');
    expect(proceeds.holds('http://evil.test/', 7)).toBe(false);
    expect(rules).toEqual([]);
  });

  it('ends with its tab, outlives the worker, and is not listed', async () => {
    await (await open()).add('evil.test', 'once', 7);
    const again = await open();
    expect(again.holds('http://evil.test/', 7)).toBe(true);
    expect(again.list).toEqual([]);
    await again.left(7, null);
    expect(again.holds('http://evil.test/', 7)).toBe(false);
  });

  it('ends with the browser', async () => {
    await (await open()).add('evil.test', 'once', 7);
    session = new Values();
    rules = [];
    expect((await open()).holds('http://evil.test/', 7)).toBe(false);
    expect(rules).toEqual([]);
    expect(JSON.stringify([...lasting.copy()])).not.toContain('evil.test');
  });
});

describe('a choice for a day', () => {
  it('holds in every tab for 24 hours, over a restart of the browser', async () => {
    await (await open()).add('evil.test', 'day', 7);
    session = new Values();
    rules = [];
    clock += limits.proceed - 1;
    const again = await open();
    expect(again.holds('http://x.evil.test/', 99)).toBe(true);
    expect(rules).toHaveLength(2);
    expect(await again.expire()).toBe(clock + 1);
    clock += 1;
    expect(again.holds('http://x.evil.test/', 99)).toBe(false);
    expect(await again.expire()).toBeNull();
    expect(rules).toEqual([]);
  });

  it('can be taken back, and given again without doubling', async () => {
    const proceeds = await open();
    await proceeds.add('evil.test', 'day', 7);
    await proceeds.add('evil.test', 'day', 8);
    expect(proceeds.list).toEqual([{ scope: 'evil.test', tab: null, until: clock + limits.proceed }]);
    await proceeds.undo('evil.test');
    expect(proceeds.list).toEqual([]);
    expect(rules).toEqual([]);
  });

  it('costs other choices nothing when the browser refuses its rules', async () => {
    const proceeds = await open();
    await proceeds.add('evil.test', 'day', 7);
    await expect(proceeds.add('refused.test', 'day', 7)).rejects.toMatchObject({ code: 'missing' });
    await proceeds.add('other.test', 'day', 7);
    expect(rules.flatMap(({ condition }) => condition.requestDomains)).toEqual([
      ...['evil.test', 'evil.test', 'other.test', 'other.test'],
    ]);
    expect(proceeds.holds('http://refused.test/', 1)).toBe(false);
    expect(proceeds.list.map(({ scope }) => scope)).toEqual(['evil.test', 'other.test']);
  });

  it('does not hold while the browser has no rules for it, and is tried again', async () => {
    await (await open()).add('evil.test', 'day', 7);
    const whole = rules;
    rules = [];
    refuses = () => true;
    const again = await open();
    expect(again.holds('http://evil.test/', 1)).toBe(false);
    expect(again.list).toEqual([]);
    expect(again.isWrong).toBe(false);
    refuses = () => false;
    expect((await open()).holds('http://evil.test/', 1)).toBe(true);
    expect(rules).toEqual(whole);
  });

  it('whose rule is there leaves the browser alone', async () => {
    await (await open()).add('evil.test', 'day', 7);
    refuses = () => true;
    expect((await open()).holds('http://evil.test/', 1)).toBe(true);
  });

  it('lets nothing else through: a rule that belongs to no choice is taken out', async () => {
    const proceeds = await open();
    await proceeds.add('evil.test', 'day', 7);
    const [first] = rules;
    const { condition } = first!;
    rules = [...rules, { ...first!, id: 99, condition: { ...condition, requestDomains: ['other.test'] } }];
    const again = await open();
    expect(rules.map(({ id }) => id)).not.toContain(99);
    expect(again.isWrong).toBe(false);
  });

  it('is no reason for a rule of another priority, kind or tab, and one that stays is known', async () => {
    const proceeds = await open();
    await proceeds.add('evil.test', 'day', 7);
    const [first] = rules;
    const others: Rule[] = [
      { ...first!, id: 99, priority: first!.priority + 1 },
      { ...first!, id: 99, condition: { requestDomains: ['evil.test'] } },
      { ...first!, id: 99, condition: { ...first!.condition, tabIds: [8] } },
    ];
    for (const other of others) {
      foreign = [other];
      expect((await open()).isWrong).toBe(true);
    }
    // The same rule under another number lets nothing else through.
    foreign = [{ ...first!, id: 99 }];
    expect((await open()).isWrong).toBe(false);
  });

  it('for a path holds for that path only', async () => {
    const proceeds = await open();
    await proceeds.add('sites.test/view/evil', 'day', 7);
    expect(proceeds.holds('http://www.sites.test/view/evil/x', 1)).toBe(true);
    expect(proceeds.holds('http://sites.test/view/other', 1)).toBe(false);
  });

  describe('when the clock was wrong', () => {
    const day = 24 * 60 * 60 * 1_000;

    it.each([2 * 60 * 60 * 1_000, 8 * 60 * 60 * 1_000, 365 * day])(
      'by %i ms ahead as it was made, never holds longer than a day',
      async (ahead) => {
        clock += ahead;
        await (await open()).add('evil.test', 'day', 7);
        clock -= ahead;
        const again = await open();
        clock += limits.proceed;
        expect(again.holds('http://evil.test/', 1)).toBe(false);
        await again.expire();
        expect(again.list).toEqual([]);
        expect(rules).toEqual([]);
      },
    );

    it('by a year ahead, is over: its rule goes, and it is not shown', async () => {
      clock += 365 * day;
      await (await open()).add('evil.test', 'day', 7);
      clock -= 365 * day;
      const again = await open();
      expect(again.holds('http://evil.test/', 1)).toBe(false);
      expect(again.list).toEqual([]);
      expect(rules).toEqual([]);
      expect(await again.expire()).toBeNull();
    });

    it('and was set back meanwhile, ends no later for it', async () => {
      const proceeds = await open();
      await proceeds.add('evil.test', 'day', 7);
      clock += 10 * 60 * 60 * 1_000;
      await open();
      clock -= 8 * 60 * 60 * 1_000;
      const again = await open();
      expect(again.holds('http://evil.test/', 1)).toBe(true);
      clock += 14 * 60 * 60 * 1_000;
      expect(again.holds('http://evil.test/', 1)).toBe(false);
    });

    it('and is set back while the worker lives, is over rather than longer', async () => {
      const proceeds = await open();
      await proceeds.add('evil.test', 'day', 7);
      clock -= 365 * day;
      expect(proceeds.holds('http://evil.test/', 1)).toBe(false);
    });
  });
});
