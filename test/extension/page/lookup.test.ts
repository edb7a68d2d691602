import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Listed, Lookalike } from '../../../src/extension/messages.ts';
import { Lookup } from '../../../src/extension/page/lookup.ts';
import type { Place } from '../../../src/extension/page/place.ts';

const place = {} as Place;
const elsewhere = { from: 1 } as Place;
const listedAs = (text: string) => ({ text }) as Listed;

/** A look-up whose background answers at once; its clock is the test's. */
function lookupOver(listed: ReadonlySet<string>, lookalikes: readonly Lookalike[] = []) {
  const asked: string[][] = [];
  const marked: string[] = [];
  const alike: [Lookalike, Place][] = [];
  const background = { fails: 0 };
  const lookup = new Lookup({
    async ask(texts) {
      asked.push(texts);
      background.fails -= 1;
      if (background.fails >= 0) throw new Error('asleep');
      return { listed: texts.filter((text) => listed.has(text)).map(listedAs), lookalikes };
    },
    listed: ({ text }) => marked.push(text),
    lookalike: (...said) => alike.push(said),
    unlisted: () => {},
    answered: () => {},
  });
  return { lookup, asked, marked, alike, background };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('look-up', () => {
  test('asks once for each text, and marks every place of a listed one', async () => {
    const { lookup, asked, marked } = lookupOver(new Set(['a']));
    for (const text of ['a', 'b', 'a', 'b', 'a']) lookup.see(text, place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    for (const text of ['a', 'b']) lookup.see(text, place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([['a', 'b']]);
    expect(marked).toEqual(['a', 'a', 'a', 'a']);
  });

  test('asks in batches, no faster than the limit, and says when it is full', async () => {
    const { lookup, asked } = lookupOver(new Set());
    let n = 0;
    for (; lookup.ready(); n += 1) lookup.see(`text${n}`, place);
    void lookup.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveLength(limits.textsPerMessage);
    await vi.advanceTimersByTimeAsync((1_000 * limits.textsPerMessage) / limits.textsPerSecond - 1);
    expect(asked).toHaveLength(1);
    await vi.runAllTimersAsync();
    expect(asked.flat()).toHaveLength(n);
    expect(lookup.ready()).toBe(true);
  });

  test('is full when one text stands in too many places', () => {
    const { lookup } = lookupOver(new Set());
    for (let i = 0; i < limits.placesWaiting; i += 1) lookup.see('a', place);
    expect(lookup.ready()).toBe(false);
  });

  test('stops asking for a page that shows texts without end', async () => {
    const { lookup, asked } = lookupOver(new Set());
    for (let n = 0; n < 2 * limits.textsPerPage; n += limits.textsPerMessage) {
      for (let i = 0; i < limits.textsPerMessage; i += 1) lookup.see(`text${n + i}`, place);
      void lookup.flush();
      await vi.runAllTimersAsync();
    }
    expect(asked.flat()).toHaveLength(limits.textsPerPage);
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

  test('says of a look-alike where it stands, once', async () => {
    const lookalike = { text: 'b', copied: 'a' };
    const { lookup, alike } = lookupOver(new Set(), [lookalike]);
    for (const at of [elsewhere, place]) lookup.see('b', at);
    void lookup.flush();
    await vi.runAllTimersAsync();
    lookup.see('b', place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    expect(alike).toEqual([[lookalike, elsewhere]]);
  });
});
