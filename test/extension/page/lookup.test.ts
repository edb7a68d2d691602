import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Listed, Lookalike } from '../../../src/extension/messages.ts';
import { Lookup } from '../../../src/extension/page/lookup.ts';
import type { Place } from '../../../src/extension/page/place.ts';

const place = {} as Place;
const hidden = { from: 2 } as Place;
const elsewhere = { from: 1 } as Place;
const listedAs = (text: string) => ({ text }) as Listed;

/** A look-up whose background answers at once; its clock is the test's. */
function lookupOver(listed: ReadonlySet<string>, lookalikes: readonly Lookalike[] = []) {
  const asked: string[][] = [];
  const marked: string[] = [];
  const alike: [Lookalike, Place][] = [];
  const watched: string[] = [];
  const background = { fails: 0 };
  const lookup = new Lookup({
    isHidden: (at) => at === hidden,
    watch: (text) => watched.push(text),
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
  return { lookup, asked, marked, alike, watched, background };
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

  test('asks for what stands in the window first, and for what is hidden last', async () => {
    const { lookup, asked, watched } = lookupOver(new Set());
    const many = 2 * limits.textsInAnyOrder;
    const see = (name: string, at: Place) => {
      for (let n = 0; n < many; n += 1) lookup.see(`${name} ${n}`, at);
    };
    see('first', place);
    see('hidden', hidden);
    see('shown', place);
    expect(watched.at(-1)).toBe(`shown ${many - 1}`);
    lookup.hasten(`shown ${many - 1}`);
    lookup.see('hidden 7', place);
    void lookup.flush();
    await vi.runAllTimersAsync();
    const order = asked.flat();
    expect(order[0]).toBe(`shown ${many - 1}`);
    expect(order.indexOf('hidden 7')).toBeLessThan(order.indexOf('hidden 0'));
    expect(order.slice(1 - many)).toEqual(order.filter((text) => /^hidden (?!7$)/.test(text)));
    expect(new Set(order).size).toBe(order.length);
  });

  test('asks at most so often for what is hidden, and for all that can be seen', async () => {
    const { lookup, asked } = lookupOver(new Set());
    for (let n = 0; n < limits.hiddenTexts + 2 * limits.textsPerMessage; n += limits.textsPerMessage) {
      for (let i = 0; i < limits.textsPerMessage; i += 1) {
        lookup.see(`hidden ${n + i}`, hidden);
        lookup.see(`shown ${n + i}`, place);
      }
      void lookup.flush();
      await vi.runAllTimersAsync();
    }
    const isShown = (text: string) => text.startsWith('shown');
    // Where little waits, nobody looks what can be seen.
    const unlooked = limits.textsInAnyOrder + 1;
    const hiddenAsked = asked.flat().filter((text) => !isShown(text)).length;
    expect(hiddenAsked).toBeGreaterThanOrEqual(limits.hiddenTexts);
    expect(hiddenAsked).toBeLessThanOrEqual(limits.hiddenTexts + unlooked);
    expect(asked.flat().filter(isShown)).toHaveLength(limits.hiddenTexts + 2 * limits.textsPerMessage);
    expect(lookup.ready()).toBe(true);
  });

  test('reads on while only hidden ones wait', () => {
    const { lookup } = lookupOver(new Set());
    for (let n = 0; n < 2 * limits.placesWaiting; n += 1) lookup.see(`text${n}`, hidden);
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
