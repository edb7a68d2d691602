import { expect, it } from 'vitest';
import { Turns } from '../../../src/extension/background/turns.ts';

it('tabs take turns, and whatever else comes in is heard between two pieces', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const piece = (name: string) => async () => {
    done.push(name);
    setTimeout(() => done.push('heard'));
  };
  const all = ['a', 'b', 'c'].map((name) => turns.take(1, piece(name)));
  await Promise.all([...all, turns.take(2, piece('other')), turns.take(2, piece('another'))]);
  expect(done).toEqual(['a', 'heard', 'b', 'heard', 'other', 'heard', 'c', 'heard', 'another']);
});

it('a piece that fails concerns its tab alone', async () => {
  const turns = new Turns();
  const failed = turns.take(1, () => Promise.reject(new Error('no list')));
  const next = turns.take(1, async () => 'read');
  await expect(failed).rejects.toThrow('no list');
  expect(await next).toBe('read');
});
