import { beforeEach, describe, expect, it } from 'vitest';
import { Copies } from '../../../src/extension/background/copies.ts';
import { Frames } from '../../../src/extension/background/frames.ts';
import { Jobs } from '../../../src/extension/background/jobs.ts';
import { Proceeds } from '../../../src/extension/background/proceeds.ts';
import { untold } from '../../../src/extension/background/report-pace.ts';
import { SettingsStore } from '../../../src/extension/background/settings.ts';
import { asRecord, asReport } from '../../../src/extension/background/stored-shapes.ts';
import { Swaps } from '../../../src/extension/background/swaps.ts';
import { Tabs } from '../../../src/extension/background/tabs.ts';
import { Values } from './doors.ts';

/** What may stand where something else was expected: of an earlier or a later version, or damaged. */
const foreign = [null, 7, 'text', [], [7], {}, { copies: 7 }, [{ scope: 7 }], [[1, { frames: 7 }]]];
const now = () => 1_000;
const rules = {
  read: async () => [],
  replace: async () => undefined,
  isPatternSupported: async () => true,
};

let values: Values;
beforeEach(() => {
  values = new Values();
});

describe.each(foreign)('a small value that is %j', (value) => {
  it.each<[string, string, () => Promise<unknown>, unknown]>([
    [
      'settings',
      'settings',
      async () => {
        const settings = new SettingsStore(values, new Values(), () => 'en');
        await settings.load();
        return settings.language;
      },
      'en',
    ],
    [
      'proceeds',
      'choices to go on',
      async () => {
        const proceeds = new Proceeds(values, values, rules, now);
        await proceeds.load();
        return proceeds.list;
      },
      [],
    ],
    ['copies', 'copied addresses', () => new Copies(values, now).count(), 0],
    [
      'jobs',
      'the plan',
      () => new Jobs(values, { set: async () => undefined }, now).takeDue(),
      expect.arrayContaining(['sync']),
    ],
    ['tab.1', 'a note of a tab', () => new Tabs(values).note(1), null],
    ['frames', 'what frames mark', () => new Frames(values, async () => undefined).closed(1), undefined],
    ['copied.last', 'the last copy', () => new Swaps(values, now).expire(), null],
    ['copied.known', 'what was copied', () => new Swaps(values, now).copied([]), undefined],
  ])('in %s counts as none: %s', async (name, _, read, none) => {
    await values.put(name, value);
    expect(await read()).toEqual(none);
  });

  it('is no report and no record', () => {
    expect([asReport(value), asRecord(value)]).toEqual([undefined, undefined]);
  });
});

it('a report of the first version is completed, and one of a later version keeps what it has more', () => {
  const first = {
    report: { id: 'sample-report-0001', subject: 'https://site.example/', kind: 'phishing' },
    feed: 'https://feed.example/',
    ...{ created: '2026-05-03T08:00:00Z', state: 'received', receipt: 'sample-receipt-01', error: null },
  };
  expect(asReport(first)).toEqual({ ...untold, ...first });
  expect(asReport({ ...first, more: 1 })).toMatchObject({ more: 1 });
});
