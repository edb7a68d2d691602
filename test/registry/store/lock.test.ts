import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openRegistry } from '../../../src/registry/registry.ts';
import { withLock } from '../../../src/registry/store/lock.ts';
import { listEntries } from '../votes.ts';
import { entry, newRegistry } from '../workspace.ts';

async function twoOnOne() {
  const registry = await newRegistry();
  const other = await openRegistry(registry.paths.data);
  onTestFinished(() => other.close());
  return [registry, other] as const;
}

it('a lock lets one in at a time, while others write', async () => {
  const [one, other] = await twoOnOne();
  let inside = 0;
  const work = async () => {
    inside += 1;
    expect(inside).toBe(1);
    await listEntries(other, [entry('a.test')]);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all([one, other, one, other].map((registry) => withLock(registry, 'publish', work)));
});

it('a lock is free again when the work in it has failed', async () => {
  const [one, other] = await twoOnOne();
  const failing = withLock(one, 'publish', async () => {
    throw new Error('sample');
  });
  await expect(failing).rejects.toThrow('sample');
  expect(await withLock(other, 'publish', async () => 'done')).toBe('done');
});
