import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserKind, needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { freePort } from '../../scripts/lib/ports.ts';
import { Registry } from '../../scripts/lib/registry.ts';
import { serveSites } from '../../scripts/lib/sites.ts';
import { random } from '../generator.ts';
import { Control, faultMark } from './control.ts';
import { launchKillable } from './killable.ts';
import { type Story, stories } from './stories.ts';
import { chosen, fresh, ordinary, stays, World } from './world.ts';

export interface Run {
  readonly rounds: number;
  readonly seed: number;
}

/**
 * Kills the background in one browser at moments that the seed chooses: before and after calls through its doors.
 *
 * @throws Error at the first thing that is torn
 */
export async function runFaults(kind: BrowserKind, { rounds, seed }: Run): Promise<void> {
  const endings: (() => unknown)[] = [];
  try {
    const world = await open(kind, rounds, endings);
    const next = random(seed);
    const all = stories(world);
    for (let round = 1; round <= rounds; round += 1) {
      const story = all[Math.floor(next() * all.length)]!;
      const last = 1 + Math.floor(next() * story.moments);
      console.log(
        `${kind} seed ${seed} round ${round}: ${story.name}, ${await play(world, story, round, last, next() < 0.3)}`,
      );
    }
    console.log(`${kind}: ${rounds} rounds, nothing torn.`);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** @returns how the round went */
async function play(
  { control, browser, speak }: World,
  story: Story,
  round: number,
  last: number,
  isWhole: boolean,
): Promise<string> {
  const { begin, check } = await story.lay(round);
  const stood = control.arm(last);
  const through = begin().then(
    () => null,
    () => null,
  );
  const moment = await Promise.race([stood, through]);
  // A later round need not go beyond where this one ended.
  if (moment === null) story.moments = Math.max(1, control.moments);
  else await browser.killBackground(isWhole);
  control.release();
  await speak();
  const how =
    moment === null ? `through after ${control.moments} moments` : `killed at moment ${last}, ${moment}`;
  await check().catch((error: unknown) => assert.fail(`${story.name}, ${how}: ${error}`));
  return how;
}

async function open(kind: BrowserKind, rounds: number, endings: (() => unknown)[]): Promise<World> {
  const { path } = await needBrowser(kind);
  const folder = mkdtempSync(join(tmpdir(), 'baize-faults-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const registry = new Registry(join(folder, 'registry'), await freePort(21_300));
  const listed = [stays, chosen].map((key) => ({ key, kind: 'phishing' as const }));
  await registry.create('Sample Alliance', listed);
  await registry.serve();
  endings.push(() => registry.stop());
  const control = await Control.open();
  endings.push(() => control.close());
  const environment = { BAIZE_FAULTS: control.address };
  const feed = join(registry.data, 'feed');
  const extension = await buildExtension(kind, [feed], join(folder, 'extension'), environment);
  assert.ok(
    readFileSync(join(extension, 'background.js'), 'utf8').includes(faultMark),
    'no doors to stand at',
  );
  const sites = await serveSites((host) => `<p>Here is ${host}</p>`);
  endings.push(() => sites.close());
  const hosts = [stays, chosen, ordinary, ...Array.from({ length: rounds }, (_, i) => fresh(i + 1))];
  const browser = await launchKillable(kind, path, extension, hosts);
  endings.push(() => browser.close());
  const world = new World({ registry, control, sites, browser });
  await world.speak();
  return world;
}
