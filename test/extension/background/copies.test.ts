import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAddresses } from '../../../src/chains/address.ts';
import { limits } from '../../../src/core/limits.ts';
import { Copies } from '../../../src/extension/background/copies.ts';
import type { ReadText } from '../../../src/extension/background/read-text.ts';
import { newSecret, Seal } from '../../../src/extension/background/seal.ts';
import { Values } from './doors.ts';

const day = 86_400_000;
/** Sample addresses: equal in start and end, or in nothing. */
const mine = `0x3f8a${'1'.repeat(32)}d21e`;
const alike = `0x3f8a${'2'.repeat(32)}d21e`;
const other = `0x77aa${'3'.repeat(32)}9a05`;
const read = (text: string): ReadText => ({ text, readings: parseAddresses(text), finding: null });
const address = (text: string) => parseAddresses(text)[0]!;

let values: Values;
let time: number;
const open = () => new Copies(values, () => time);
let copies: Copies;

beforeEach(() => {
  values = new Values();
  time = Date.UTC(2026, 4, 3, 23, 30);
  copies = open();
});

describe('copied addresses', () => {
  it('are what a look-alike is shown beside', async () => {
    await copies.add(address(mine));
    const found = [{ text: alike, copied: mine }];
    expect(await copies.lookalikes([read(other), read(alike), read('no address')])).toEqual(found);
    expect(await open().lookalikes([read(alike)])).toEqual(found);
  });

  it('are no look-alikes of themselves, in whatever spelling', async () => {
    await copies.add(address(mine));
    expect(await copies.lookalikes([read(mine), read(mine.toUpperCase().replace('X', 'x'))])).toEqual([]);
  });

  it('are held to the first: who copies the look-alike by mistake is warned again', async () => {
    await copies.add(address(mine));
    await copies.add(address(alike));
    expect(await copies.count()).toBe(1);
    expect(await copies.lookalikes([read(alike)])).toEqual([{ text: alike, copied: mine }]);
  });

  it('can not be read from the store: no address, no start, no end', async () => {
    await copies.add(address(mine));
    const stored = JSON.stringify([...values.copy()], (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(stored).toContain('"look"');
    for (const part of [mine, mine.slice(2), '3f8a', 'd21e', '111111']) expect(stored).not.toContain(part);
  });

  it('have other marks in every browser', async () => {
    await copies.add(address(mine));
    const elsewhere = new Values();
    await new Copies(elsewhere, () => time).add(address(mine));
    const marks = (from: Values) =>
      (from.copy().get('copies') as { copies: { look: string; key: string }[] }).copies[0]!;
    expect(marks(values).look).not.toBe(marks(elsewhere).look);
    expect(marks(values).key).not.toBe(marks(elsewhere).key);
    expect(marks(values).look).not.toBe(marks(values).key);
  });

  it('lapse 30 days after the last copy, and then are gone from the store', async () => {
    await copies.add(address(mine));
    const end = (await copies.expire())!;
    expect(end - time).toBeLessThanOrEqual(limits.copyLife);
    expect(end - time).toBeGreaterThan(limits.copyLife - day);
    time += 20 * day;
    await copies.add(address(mine));
    await copies.add(address(other));
    expect(await copies.count()).toBe(2);
    time = end + 1;
    await copies.expire();
    expect(await copies.lookalikes([read(alike)])).toHaveLength(1);
    time += 20 * day;
    expect(await copies.lookalikes([read(alike)])).toEqual([]);
    expect(await copies.expire()).toBeNull();
    expect(values.copy().get('copies')).toBeNull();
  });

  it.each([1, 365])('that were copied by a clock %i days ahead are kept no longer for it', async (ahead) => {
    time += ahead * day;
    await copies.add(address(mine));
    time -= ahead * day;
    await open().expire();
    time += limits.copyLife + day;
    const later = open();
    expect(await later.lookalikes([read(alike)])).toEqual([]);
    expect(await later.expire()).toBeNull();
    expect(await later.count()).toBe(0);
  });

  it('are at most 200: the oldest goes first', async () => {
    await copies.add(address(mine));
    const text = (i: number) => `0x${i.toString(16).padStart(3, '0')}${'4'.repeat(33)}abcd`;
    for (let i = 0; i < limits.copiesKept; i += 1) await copies.add(address(text(i)));
    expect(await copies.count()).toBe(limits.copiesKept);
    expect(await copies.lookalikes([read(alike)])).toEqual([]);
  });

  it('are forgotten when a person says so, with their secret', async () => {
    await copies.add(address(mine));
    const secret = () => (values.copy().get('copies') as { secret: Uint8Array } | null)?.secret;
    const before = secret();
    await copies.forget();
    expect([await copies.count(), secret()]).toEqual([0, undefined]);
    expect(await copies.lookalikes([read(alike)])).toEqual([]);
    await copies.add(address(mine));
    expect(secret()).not.toEqual(before);
  });

  it('cost nothing as long as there are none', async () => {
    const mark = vi.spyOn(Seal.prototype, 'mark');
    await copies.lookalikes(Array.from({ length: 500 }, () => read(alike)));
    expect(mark).not.toHaveBeenCalled();
    mark.mockRestore();
  });

  it('cost hardly a mark for texts that look like none of them', async () => {
    await copies.add(address(mine));
    const mark = vi.spyOn(Seal.prototype, 'mark');
    const page = Array.from({ length: 500 }, (_, i) => read(`0x${String(i).padStart(40, '7')}`));
    await copies.lookalikes(page);
    expect(mark.mock.calls.length).toBeLessThan(10);
    expect(await copies.lookalikes([read(alike)])).toHaveLength(1);
    expect(mark).toHaveBeenCalled();
    mark.mockRestore();
  });

  it('are told of at most 20 at once, from a page that is full of look-alikes', async () => {
    await copies.add(address(mine));
    const page = Array.from({ length: 100 }, (_, i) => read(`0x3f8a${String(i).padStart(32, '0')}d21e`));
    expect(await copies.lookalikes(page)).toHaveLength(limits.lookalikes);
  });
});

describe('a seal', () => {
  it('opens to the word it was closed with, under the same secret, and to no other', async () => {
    const secret = newSecret();
    const sealed = await new Seal(secret).close('0x3f8…d21e', mine);
    expect(await new Seal(secret).open('0x3f8…d21e', sealed)).toBe(mine);
    await expect(new Seal(secret).open('0x3f9…d21e', sealed)).rejects.toThrow();
    await expect(new Seal(newSecret()).open('0x3f8…d21e', sealed)).rejects.toThrow();
    expect(Buffer.from(sealed.bytes).toString('latin1')).not.toContain('3f8a');
  });

  it('closes the same text differently each time', async () => {
    const seal = new Seal(newSecret());
    const [one, two] = [await seal.close('a', mine), await seal.close('a', mine)];
    expect(one.bytes).not.toEqual(two.bytes);
  });

  it('gives hints of 16 bits that follow the secret', () => {
    const [one, two] = [new Seal(newSecret()), new Seal(newSecret())];
    const texts = Array.from({ length: 2_000 }, (_, i) => `look ${i}`);
    const hints = texts.map((text) => one.hint(text));
    expect(hints).toEqual(texts.map((text) => one.hint(text)));
    expect(hints.every((hint) => Number.isInteger(hint) && hint >= 0 && hint < 65_536)).toBe(true);
    expect(new Set(hints).size).toBeGreaterThan(1_900);
    expect(texts.filter((text, i) => two.hint(text) === hints[i]).length).toBeLessThan(10);
  });

  it('marks as HMAC-SHA-256 does (WebCrypto as the other opinion)', async () => {
    const secret = newSecret();
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
    const code = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('look a'));
    expect(new Seal(secret).mark('look', 'a')).toBe(Buffer.from(code).toString('hex').slice(0, 32));
  });
});
