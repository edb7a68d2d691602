import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Jobs } from '../../../src/extension/background/jobs.ts';
import { Values } from './doors.ts';

let values: Values;
let alarms: number[];
let clock: number;

/** What a worker that was just started has. */
const open = (): Jobs => new Jobs(values, { set: async (when) => void alarms.push(when) }, () => clock);

beforeEach(() => {
  values = new Values();
  alarms = [];
  clock = 1_000_000;
});

describe('jobs', () => {
  it('share one alarm, set to the first of them', async () => {
    const jobs = open();
    await jobs.plan('reports', clock + 500);
    await jobs.plan('sync', clock + 200);
    expect(alarms.at(-1)).toBe(clock + 200);
    await jobs.plan('sync', null);
    expect(alarms.at(-1)).toBe(clock + 500);
  });

  it('outlive the worker', async () => {
    await open().plan('sync', clock + 200);
    clock += 300;
    expect(await open().takeDue()).toEqual(['sync']);
  });

  it('are taken once, and stay planned for the case that the worker dies over them', async () => {
    await open().plan('sync', clock);
    expect(await open().takeDue()).toEqual(['sync']);
    expect(await open().takeDue()).toEqual([]);
    expect(alarms.at(-1)).toBe(clock + limits.pollInterval);
  });

  it('that are planned already are not moved by a start of the worker', async () => {
    await open().plan('sync', clock + 200);
    await open().ensure('sync', clock);
    expect(await open().takeDue()).toEqual([]);
    expect(alarms.at(-1)).toBe(clock + 200);
  });

  it('planned at the same time are all kept', async () => {
    const jobs = open();
    await Promise.all([jobs.plan('sync', clock), jobs.plan('reports', clock), jobs.plan('proceeds', clock)]);
    expect((await jobs.takeDue()).sort()).toEqual(['proceeds', 'reports', 'sync']);
  });

  describe('after a clock that was wrong', () => {
    const year = 365 * 24 * 60 * 60 * 1_000;

    it.each([year, 8 * 60 * 60 * 1_000, 10 * 60 * 1_000])('by %i ms ahead are due now', async (ahead) => {
      clock += ahead;
      await open().plan('sync', clock + limits.pollInterval);
      await open().plan('reports', clock + limits.pollInterval);
      clock -= ahead;
      await open().ensure('sync', clock + limits.pollInterval);
      expect(alarms.at(-1)).toBe(clock);
      expect((await open().takeDue()).sort()).toEqual(['reports', 'sync']);
      expect(alarms.at(-1)).toBe(clock + limits.pollInterval);
    });

    it('are due that an earlier version planned further ahead than they can be', async () => {
      await values.put('jobs', { sync: clock + year, copies: clock + limits.copyLife });
      expect(await open().takeDue()).toEqual(['sync']);
    });

    it('that was behind are due', async () => {
      clock -= year;
      await open().plan('sync', clock + limits.pollInterval);
      clock += year;
      expect(await open().takeDue()).toEqual(['sync']);
    });
  });

  it('are carried out also when the store takes no plan', async () => {
    const jobs = open();
    await jobs.plan('sync', clock);
    values.put = () => Promise.reject(new Error('The disk is full.'));
    expect(await jobs.takeDue()).toEqual(['sync']);
    await jobs.plan('sync', clock + 1_000);
    expect(alarms.at(-1)).toBe(clock + 1_000);
  });
});
