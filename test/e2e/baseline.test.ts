import { createServer, type IncomingHttpHeaders } from 'node:http';
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

it('asks its feed without a word of who asks', async () => {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    asked.push(headers);
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(world.registry.port, '127.0.0.1', resolve));
  await world.extension.sync();
  await new Promise((resolve) => server.close(resolve));
  expect(asked.length).toBeGreaterThan(0);
  for (const headers of asked) {
    expect(headers['accept-language']).toBe('*');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
    // Nothing of the computer but what every request of this browser carries.
    const own = [
      'accept',
      'accept-encoding',
      'accept-language',
      'cache-control',
      'connection',
      'host',
      'pragma',
    ];
    const known = [...own, 'user-agent', 'priority', 'origin', 'te'];
    expect(Object.keys(headers).filter((name) => !known.includes(name) && !name.startsWith('sec-'))).toEqual(
      [],
    );
  }
});

it('fetches the feed once it is there', async () => {
  await world.registry.serve();
  await until('a verified answer', async () => (await world.extension.sync())[0]!.checked);
});
