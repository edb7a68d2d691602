import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import { Jobs, pauseAfter } from '../../../src/extension/background/jobs.ts';
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
});

describe('the pause before the next look', () => {
  it('is the poll interval, give or take the jitter', () => {
    expect(pauseAfter(0, () => 0)).toBe(limits.pollInterval - limits.pollJitter);
    expect(pauseAfter(0, () => 1)).toBe(limits.pollInterval + limits.pollJitter);
  });

  it('doubles with every failure, up to a bound', () => {
    const pauses = [1, 2, 3, 4].map((failures) => pauseAfter(failures, () => 0.5) / limits.firstBackoff);
    expect(pauses).toEqual([1, 2, 4, 8]);
    expect(pauseAfter(5_000, () => 0.5)).toBe(limits.longestBackoff);
  });
});
