import { beforeEach, describe, expect, it } from 'vitest';
import { parseAddresses } from '../../../src/chains/address.ts';
import { limits } from '../../../src/core/limits.ts';
import type { ReadText } from '../../../src/extension/background/read-text.ts';
import { Swaps } from '../../../src/extension/background/swaps.ts';
import { Values } from './doors.ts';

const mine = `0x3f8a${'1'.repeat(32)}d21e`;
const theirs = `0x77aa${'3'.repeat(32)}9a05`;
const tron = 'TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL';
const read = (text: string): ReadText => ({ text, readings: parseAddresses(text), finding: null });

let session: Values;
let time: number;
let swaps: Swaps;
const open = () => new Swaps(session, () => time);

beforeEach(() => {
  session = new Values();
  time = Date.UTC(2026, 4, 3);
  swaps = open();
});

describe('a swap', () => {
  it('is another address of the same chain, a moment after a copy', async () => {
    await swaps.copied([read(mine)]);
    time += 40_000;
    const swap = { copied: mine, pasted: theirs, seconds: 40 };
    expect(await swaps.pasted([read(theirs)])).toEqual(swap);
    // The worker may have died meanwhile.
    expect(await open().pasted([read(theirs)])).toEqual(swap);
  });

  it.each<[string, ReadText[]]>([
    ['what was copied', [read(mine)]],
    ['the same in another spelling', [read(mine.toUpperCase().replace('X', 'x'))]],
    ['an address of another chain', [read(tron)]],
    ['several addresses', [read(theirs), read(tron)]],
    ['no address', []],
  ])('is not %s', async (_, pasted) => {
    await swaps.copied([read(mine)]);
    expect(await swaps.pasted(pasted)).toBeNull();
  });

  it('is not what the person copied themselves, before or after', async () => {
    await swaps.copied([read(theirs)]);
    await swaps.copied([read(mine)]);
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    await swaps.copied([read(theirs)]);
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    expect(await swaps.pasted([read(mine)])).toBeNull();
  });

  it('is not said after a copy of several addresses, or when nothing was copied', async () => {
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    await swaps.copied([read(mine)]);
    await swaps.copied([read(mine), read(tron)]);
    expect(await swaps.pasted([read(theirs)])).toBeNull();
  });

  it('is not said after two minutes, and the address is not kept for longer', async () => {
    await swaps.copied([read(mine)]);
    expect(await swaps.expire()).toBe(time + limits.swapTime);
    expect(JSON.stringify([...session.copy()])).toContain(mine);
    time += limits.swapTime;
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    expect(await swaps.expire()).toBeNull();
    expect(JSON.stringify([...session.copy()])).not.toContain(mine.slice(2));
  });

  it('is not said of what a clock that was ahead noted, and nothing is kept for longer', async () => {
    time += 8 * 3_600_000;
    await swaps.copied([read(mine)]);
    time -= 8 * 3_600_000;
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    expect(await swaps.expire()).toBeNull();
  });

  it('is said although the clock was set back by a second', async () => {
    await swaps.copied([read(mine)]);
    time -= 1_000;
    expect(await swaps.pasted([read(theirs)])).toEqual({ copied: mine, pasted: theirs, seconds: 0 });
  });

  it('knows at most 200 copies, the oldest go first', async () => {
    await swaps.copied([read(theirs)]);
    const text = (i: number) => `0x${String(i).padStart(40, '0')}`;
    for (let i = 0; i < limits.copiesKept; i += 1) await swaps.copied([read(text(i))]);
    expect(await swaps.pasted([read(theirs)])).not.toBeNull();
    expect(await swaps.pasted([read(text(1))])).toBeNull();
  });

  it('is forgotten when a person says so', async () => {
    await swaps.copied([read(mine)]);
    await swaps.forget();
    expect(await swaps.pasted([read(theirs)])).toBeNull();
    expect([...session.copy().values()].filter((value) => value !== undefined)).toEqual([]);
  });
});
