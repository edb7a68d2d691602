import { beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Looks } from '../../../src/extension/background/looks.ts';
import type { FeedRecord } from '../../../src/extension/background/store.ts';
import type { Outcome } from '../../../src/extension/background/sync.ts';

const now = 1_800_000_000_000;
/** What a feed's host does now. */
type Host = () => Promise<Outcome>;

let feeds: Map<string, FeedRecord>;
let hosts: Record<string, Host>;
let asked: string[];
let settled: string[];
let planned: number[];
let clock: number;
let looks: Looks;

/** A feed whose last look came to an end, and its pace. */
function follow(feed: string, next: number, error: FeedRecord['error'] = null): void {
  feeds.set(feed, { feed, looked: clock - 1, next, error } as FeedRecord);
}

beforeEach(() => {
  clock = now;
  [feeds, hosts, asked, settled, planned] = [new Map(), {}, [], [], []];
  looks = new Looks({
    feeds: () => [...feeds.values()],
    look: (feed) => {
      asked.push(feed);
      return hosts[feed]?.() ?? Promise.resolve('same');
    },
    settle: async (feed) => {
      settled.push(feed);
      const { next, looked } = feeds.get(feed)!;
      if (looks.stumble(feed) === null && next! <= clock)
        feeds.set(feed, { ...feeds.get(feed)!, looked: looked!, next: clock + limits.pollInterval });
    },
    plan: async (when) => void planned.push(when),
    ...{ now: () => clock, random: () => 0.5 },
  });
});

describe('feeds', () => {
  it('are looked at when their own time has come', async () => {
    follow('gone', clock + limits.longestBackoff, { code: 'network', message: '' });
    follow('well', clock);
    await looks.due();
    expect(asked).toEqual(['well']);
    expect(planned.at(-1)).toBe(clock + limits.pollInterval);
  });

  it('do not wait for one whose host does not answer', async () => {
    let answer: (outcome: Outcome) => void = () => undefined;
    hosts.hanging = () => new Promise((resolve) => (answer = resolve));
    follow('hanging', clock);
    follow('well', clock);
    const first = looks.due();
    await vi.waitFor(() => expect(planned).toEqual([clock + limits.pollInterval]));
    expect(settled).toEqual(['well']);
    clock += limits.pollInterval;
    const second = looks.due();
    await vi.waitFor(() => expect(settled).toEqual(['well', 'well']));
    expect(asked).toEqual(['hanging', 'well', 'well']);
    answer('failed');
    await Promise.all([first, second]);
    expect(settled).toEqual(['well', 'well', 'hanging']);
  });

  it('are looked at whatever becomes of another: a full disk ends one look', async () => {
    hosts.full = () => Promise.reject(new DOMException('No room', 'QuotaExceededError'));
    follow('full', clock);
    follow('well', clock);
    await looks.due();
    expect(asked).toEqual(['full', 'well']);
    expect(settled.sort()).toEqual(['full', 'well']);
    expect(looks.stumble('full')).toContain('No room');
    expect(looks.stumble('well')).toBeNull();
    expect(planned.at(-1)).toBe(clock + limits.pollInterval);
    clock += limits.pollInterval;
    hosts.full = async () => 'same';
    await looks.due();
    expect(looks.stumble('full')).toBeNull();
  });

  it('are all looked at when a person asks', async () => {
    follow('a', clock + 1_000_000);
    follow('b', clock);
    await looks.all();
    expect(asked).toEqual(['a', 'b']);
  });

  it('are looked at once at a time, and who asks meanwhile waits for that look (attacks 46)', async () => {
    let runs = 0;
    hosts.a = async () => {
      runs += 1;
      await Promise.resolve();
      if (runs === 1) throw new Error('first');
      return 'same';
    };
    follow('a', clock);
    await Promise.all([looks.due(), looks.all()]);
    expect(runs).toBe(1);
    await looks.all();
    expect(runs).toBe(2);
  });
});

describe('when the connection is back', () => {
  it.each([
    [
      'nobody answered for it a while ago',
      { code: 'network', failures: 0, since: limits.leastPause + 1 },
      true,
    ],
    ['nobody answered for it just now', { code: 'network', failures: 0, since: 1 }, false],
    [
      'its host answered with an error',
      { code: 'network', failures: 1, since: limits.leastPause + 1 },
      false,
    ],
    ['it is refused', { code: 'threshold', failures: 0, since: limits.leastPause + 1 }, false],
  ] as const)('that is not known: it may be when of a feed %s', (_, { code, failures, since }, isCutOff) => {
    follow('a', clock + 1, { code, message: '' });
    feeds.set('a', { ...feeds.get('a')!, failures, looked: clock - since });
    expect(looks.isCutOff).toBe(isCutOff);
  });

  it('what failed, or is due, is looked at at once', async () => {
    follow('failed', clock + limits.longestBackoff, { code: 'network', message: '' });
    follow('due', clock);
    follow('well', clock + limits.pollInterval);
    await looks.again();
    expect(asked).toEqual(['failed', 'due']);
  });
});
