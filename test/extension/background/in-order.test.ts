import { expect, it } from 'vitest';
import { inOrder } from '../../../src/extension/background/in-order.ts';

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
