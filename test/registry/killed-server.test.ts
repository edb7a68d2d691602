import { expect, it } from 'vitest';
import { killUnderLoad } from '../load/kills.ts';
import { newRegistry } from './workspace.ts';

it('a server killed under load has lost no report that it acknowledged', async () => {
  const { paths } = await newRegistry();
  const survived = await killUnderLoad(paths.data, 4);
  expect(survived).toMatchObject({ lost: [], twice: 0 });
  expect(survived.acknowledged).toBeGreaterThan(10);
}, 120_000);
