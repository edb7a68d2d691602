import { expect, it } from 'vitest';
import { inOrder, oneAtATime } from '../../../src/extension/background/in-order.ts';

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

it('tasks run one after another, also after one that fails', async () => {
  const run = inOrder();
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} starts`);
    await pause();
    seen.push(`${name} ends`);
    if (name === 'a') throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([run(task('a')), run(task('b'))]);
  expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

it('two who ask at once share one run, and the next asks anew, also after a failure (attacks 46)', async () => {
  let runs = 0;
  const ask = oneAtATime(async () => {
    runs += 1;
    await pause();
    if (runs === 1) throw new Error('first');
  });
  expect((await Promise.allSettled([ask(), ask()])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  expect(runs).toBe(1);
  await ask();
  expect(runs).toBe(2);
});
