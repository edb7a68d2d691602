import { expect, it } from 'vitest';
import { until } from '../../scripts/lib/browser.ts';
import { hosts } from './samples.ts';
import { expectStopped, useWorld } from './world.ts';

const world = useWorld({ served: false });

it('protects from the first minute, before a feed was reached', async () => {
  await expectStopped(world, world.tab, world.sites.url(hosts.listed), hosts.listed);
  const [feed] = await world.extension.sync();
  expect(feed).toMatchObject({ source: 'baseline', checked: null, error: { code: 'network' } });
  expect(feed!.entries).toBeGreaterThan(0);
});

it('fetches the feed once it is there', async () => {
  await world.registry.serve();
  await until('a verified answer', async () => (await world.extension.sync())[0]!.checked);
});
