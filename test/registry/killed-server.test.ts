import { expect, it } from 'vitest';
import { killUnderLoad } from '../load/kills.ts';
import { newRegistry } from './workspace.ts';

it('64: a server killed under load has lost no report, vote or release that was out', async () => {
  const { paths } = await newRegistry();
  const survived = await killUnderLoad(paths.data, 4);
  expect(survived).toMatchObject({ lostReports: [], reportsTwice: 0, lostVotes: [], lostReleases: [] });
  for (const count of ['reports', 'votes', 'releases'] as const) expect(survived[count]).toBeGreaterThan(1);
});
