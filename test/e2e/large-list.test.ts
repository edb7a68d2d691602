import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { type Tab, until } from '../../scripts/lib/browser.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { Extension, isStopPage } from '../../scripts/lib/extension.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { hostList } from '../real-lists.ts';
import { allHosts, hosts } from './samples.ts';
import { expectOpened, expectStopped, useWorld } from './world.ts';

const minutes = 60_000;
const world = useWorld();
const kind = inject('browser');

/** Sample names among the others: real names are listed here, but never opened. */
const planted = ['notquick-profit.test', 'profit.test', 'quick-profits.test'] as const;
const figures: string[] = [];

/** Notes how long a step took, for the README's figures. */
function note(what: string, started: number): void {
  figures.push(`${what} ${((performance.now() - started) / 1_000).toFixed(2)} s`);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  note(what, started);
  return result;
}

async function isStopped(tab: Tab, host: string): Promise<boolean> {
  await tab.open(world.sites.url(host, '/probe'));
  return isStopPage(await tab.url());
}

const newest = async (extension: Extension) => (await extension.ask('feeds.show', {}))[0]!;

afterAll(() => console.log(`A list of 351,000 names in ${kind}: ${figures.join(', ')}.`));

it('a list of 351,000 names is imported, published, synced and enforced', async () => {
  const names = hostList();
  const file = join(world.registry.data, 'names.txt');
  const third = Math.floor(names.length / 3);
  const lines = planted.flatMap((name, i) => [...names.slice(i * third, (i + 1) * third), name]);
  writeFileSync(file, `${lines.join('\n')}\n`);
  // The only member's vote is released at once.
  await timed('import', () => world.registry.baize('import', file, '--kind', 'phishing', '--skip-bad'));
  await timed('sync', () =>
    until('the large list', async () => (await world.extension.sync())[0]!.entries > 300_000, 5 * minutes),
  );
  await timed('gate', () =>
    until('the gate to know it', () => isStopped(world.tab, planted[1]), 5 * minutes),
  );
  for (const name of planted) await expectStopped(world, world.tab, world.sites.url(name), name);
  await expectOpened(world.tab, world.sites.url(hosts.ordinary), 'coffee');
});

it('one more change among them is published, synced and enforced', async () => {
  const { version } = await newest(world.extension);
  await timed('one change', () => world.registry.add({ key: hosts.fresh, kind: 'ponzi_yield' }));
  await timed('sync one change', () =>
    until('the change', async () => (await world.extension.sync())[0]!.version > version, 2 * minutes),
  );
  await expectStopped(world, world.tab, world.sites.url(hosts.fresh), hosts.fresh);
});

it('packed as a baseline it protects a new browser, before any fetch', async () => {
  const feed = join(world.registry.data, 'feed');
  const extension = await timed('build', () =>
    buildExtension(kind, [feed], join(world.registry.data, 'package')),
  );
  await world.registry.stop();
  const launch = kind === 'firefox' ? launchFirefox : launchChromium;
  const started = performance.now();
  const browser = await launch(inject('ground').program, { extension, hosts: allHosts });
  try {
    const tab = await browser.newTab();
    await until('the gate to know it', () => isStopped(tab, planted[2]), 5 * minutes);
    note('a new browser protected', started);
    const spoken = await Extension.open(browser);
    expect((await newest(spoken)).source).toBe('baseline');
    for (const name of planted) await expectStopped(world, tab, world.sites.url(name), name);
  } finally {
    await browser.close();
  }
});
