import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Finding } from '../../../src/extension/messages.ts';
import { Lookup, type Place } from '../../../src/extension/page/lookup.ts';

const place = { offset: 0, text: '' } as Place;
const finding = (key: string) => ({ key }) as Finding;

/** A look-up whose background answers at once; its clock is the test's. */
function lookupOver(listed: ReadonlySet<string>) {
  const asked: string[][] = [];
  const marked: string[] = [];
  const background = { fails: 0 };
  const lookup = new Lookup({
    async ask(keys) {
      asked.push(keys);
      background.fails -= 1;
      if (background.fails >= 0) throw new Error('asleep');
      return keys.filter((key) => listed.has(key)).map(finding);
    },
    listed: ({ key }) => marked.push(key),
    unlisted: () => {},
    answered: () => {},
  });
  return { lookup, asked, marked, background };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('look-up', () => {
  test('asks once for each key, and marks every place of a listed one', async () => {
    const { lookup, asked, marked } = lookupOver(new Set(['a']));
    for (const key of ['a', 'b', 'a', 'b', 'a']) lookup.see(key, place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    for (const key of ['a', 'b']) lookup.see(key, place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([['a', 'b']]);
    expect(marked).toEqual(['a', 'a', 'a', 'a']);
  });

  test('asks in batches, no faster than the limit, and says when it is full', async () => {
    const { lookup, asked } = lookupOver(new Set());
    let n = 0;
    for (; lookup.ready(); n += 1) lookup.see(`key${n}`, place);
    void lookup.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveLength(limits.keysPerMessage);
    await vi.advanceTimersByTimeAsync((1_000 * limits.keysPerMessage) / limits.keysPerSecond - 1);
    expect(asked).toHaveLength(1);
    await vi.runAllTimersAsync();
    expect(asked.flat()).toHaveLength(n);
    expect(lookup.ready()).toBe(true);
  });

  test('is full when one key stands in too many places', () => {
    const { lookup } = lookupOver(new Set());
    for (let i = 0; i < limits.placesWaiting; i += 1) lookup.see('a', place);
    expect(lookup.ready()).toBe(false);
  });

  test('stops asking for a page that shows keys without end', async () => {
    const { lookup, asked } = lookupOver(new Set());
    for (let n = 0; n < 2 * limits.keysPerPage; n += limits.keysPerMessage) {
      for (let i = 0; i < limits.keysPerMessage; i += 1) lookup.see(`key${n + i}`, place);
      void lookup.flush();
      await vi.runAllTimersAsync();
    }
    expect(asked.flat()).toHaveLength(limits.keysPerPage);
    expect(lookup.ready()).toBe(true);
  });

  test('asks again when the background did not answer, later and later', async () => {
    const { lookup, asked, marked, background } = lookupOver(new Set(['a']));
    background.fails = 2;
    lookup.see('a', place);
    void lookup.flush();
    await vi.advanceTimersByTimeAsync(limits.retry);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2 * limits.retry - 1);
    expect(asked).toHaveLength(2);
    await vi.runAllTimersAsync();
    expect(marked).toEqual(['a']);
  });

  test('takes no answer that is older than the list', async () => {
    const list = new Set(['a']);
    const { lookup, asked, marked } = lookupOver(list);
    lookup.see('a', place);
    void lookup.flush();
    list.delete('a');
    lookup.forget();
    await vi.runAllTimersAsync();
    lookup.see('a', place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(2);
    expect(marked).toEqual([]);
  });
});
