import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until } from '../../scripts/lib/browser.ts';
import { heldIn } from './held.ts';
import { chosen, fresh, ordinary, stays, type World } from './world.ts';

/** What the background is killed over. */
export interface Story {
  readonly name: string;
  /** It has about so many moments. */
  moments: number;
  /** Prepares a round. */
  lay(round: number): Promise<Laid>;
}

interface Laid {
  /** What the background dies over, or comes through. */
  begin(): Promise<unknown>;
  /** Looks at what is left, through the next background. */
  check(): Promise<void>;
}

export const stories = (world: World): readonly Story[] => [
  { name: 'a new release', moments: 150, lay: (round) => release(world, round) },
  { name: 'a report', moments: 80, lay: () => report(world) },
  { name: 'a choice to go on', moments: 25, lay: () => choice(world) },
  { name: 'a choice taken back', moments: 25, lay: () => undo(world) },
];

/** The list that was in force is whole, or the next one; the site that is on both is never reached; the next look brings it. */
async function release(world: World, round: number): Promise<Laid> {
  const { registry, extension } = world;
  const name = fresh(round);
  const feed = async () => (await extension.ask('feeds.show', {}))[0]!;
  await extension.sync();
  const { version } = await feed();
  const before = await heldIn(extension.settings);
  await registry.add({ key: name, kind: 'phishing' });
  await until('the next release', async () => (await registry.version()) > version);
  const whole = async () => {
    const held = await heldIn(world.extension.settings);
    assert.equal(held.actual, held.signed, 'the text is not the one that the record signs');
    assert.deepEqual(held.twice, [], 'names stand twice in the gate');
    return held;
  };
  return {
    begin: () => extension.sync(),
    async check() {
      const held = await whole();
      if (held.signed === before.signed) assert.equal(held.text, before.text);
      else assert.ok(held.text.includes(`\n${name} `) || held.text.startsWith(`${name} `));
      assert.ok(await world.isStopped(stays), 'a listed site is open');
      await until('the new release', async () => (await world.extension.sync())[0]!.version > version);
      assert.notEqual((await whole()).signed, before.signed);
      assert.ok(await world.isStopped(name), 'a site of the new release is open');
      assert.ok(await world.isStopped(stays), 'a listed site is open');
    },
  };
}

/** A report is kept and arrives once, or it is neither here nor there. */
async function report(world: World): Promise<Laid> {
  const { extension, registry, sites } = world;
  const tabId = await world.tabOf(sites.url(ordinary));
  const subject = sites.url(ordinary);
  const asked = { tabId, subject, kind: 'phishing', note: '', withAddresses: false } as const;
  const { report: shown } = await extension.ask('report.preview', asked);
  const arrived = () => {
    const database = new DatabaseSync(join(registry.data, 'baize.db'), { readOnly: true });
    const rows = database.prepare('select count(*) as count from report where id = ?').get(shown.id);
    database.close();
    return Number(rows?.count);
  };
  return {
    begin: () => extension.ask('report.send', { report: shown, picture: null, tabId }),
    async check() {
      const own = (all: Awaited<ReturnType<typeof list>>) => all.find((one) => one.report.id === shown.id);
      const list = () => world.extension.ask('report.list', {});
      const kept = own(await list());
      if (kept === undefined) return assert.equal(arrived(), 0, 'a report arrived that is not kept');
      await until('the report to arrive', async () => {
        const checked = own(await world.extension.ask('report.check', { anew: true }));
        return checked?.state === 'received' && checked.receipt;
      });
      assert.equal(arrived(), 1);
    },
  };
}

/** A choice is there and its site open, or neither. */
async function choice(world: World): Promise<Laid> {
  await takeBack(world);
  const begin = await goingOn(world);
  return { begin, check: () => expectAgreed(world) };
}

/** The same when it is taken back. */
async function undo(world: World): Promise<Laid> {
  await (await goingOn(world))();
  return { begin: () => takeBack(world), check: () => expectAgreed(world) };
}

async function goingOn({ extension, sites, tabOf }: World): Promise<() => Promise<unknown>> {
  const url = sites.url(chosen);
  const tabId = await tabOf(url);
  return () => extension.ask('stop.proceed', { url, for: 'day', tabId });
}

function takeBack({ extension }: World): Promise<unknown> {
  return extension.ask('proceed.undo', { host: chosen });
}

async function expectAgreed(world: World): Promise<void> {
  const listed = (await world.extension.ask('proceed.list', {})).some(({ host }) => host === chosen);
  assert.equal(await world.isStopped(chosen), !listed, 'the choice and the gate disagree');
}
