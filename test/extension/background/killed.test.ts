import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allianceTarget, listTarget } from '../../../src/core/feed.ts';
import { limits } from '../../../src/core/limits.ts';
import { stateOf } from '../../../src/core/release.ts';
import { sha256 } from '../../../src/core/tuf/bytes.ts';
import { App } from '../../../src/extension/background/app.ts';
import type { Rule } from '../../../src/extension/background/gate-rules.ts';
import type { Floor } from '../../../src/extension/background/store.ts';
import { createApp } from '../../../src/registry/app.ts';
import { initRegistry } from '../../../src/registry/init.ts';
import { cheapWork } from '../../registry/reporters.ts';
import { MemoryStore, Values } from './doors.ts';
import { entries, TestFeed } from './feed.ts';
import { Life } from './mortal.ts';

/*
 * The whole background over stores and rules that outlive it, killed before and after each call through a door. What
 * browsers do when they really end a worker, `npm run faults` tries.
 */

const feedId = 'https://feed.example/';
const stay = 'stay.test';
const goes = 'goes.test';
const comes = 'comes.test';

/** What outlives the worker. */
class Durable {
  readonly store = new MemoryStore();
  readonly values = new Values();
  readonly local = new Values();
  readonly session = new Values();
  rules = new Map<number, Rule>();
  passes: readonly Rule[] = [];
  /** How often the one open page was told to ask again. */
  told = 0;
}

let feed: TestFeed;
let packaged: Map<string, Uint8Array>;
let durable: Durable;
/** Where reports go. */
let registry: (request: Request) => Response | Promise<Response>;

/** The doors of each life, found by whatever it has under way: a life that is over must not reach the doors of the next. */
const doors = await vi.hoisted(async () => {
  const { AsyncLocalStorage } = await import('node:async_hooks');
  return new AsyncLocalStorage<Record<string, object>>();
});
const own = (name: string): object => doors.getStore()![name]!;

vi.mock('../../../src/extension/background/doors.ts', async (original) => {
  const lazy = (name: string) => new Proxy({}, { get: (_, key) => Reflect.get(own(name), key) });
  return {
    ...(await original<object>()),
    ...{ alarm: lazy('alarm'), dynamicRules: lazy('dynamicRules'), evidence: lazy('evidence') },
    ...{ floors: lazy('floors'), localValues: lazy('localValues'), sessionRules: () => lazy('sessionRules') },
    ...{ sessionValues: lazy('sessionValues'), tellGuard: async () => undefined },
    readPackaged: async (path: string) => new Uint8Array(packaged.get(path)!),
    ...{ stopPage: () => 'chrome-extension://sample/stop.html', version: () => '1.0.0' },
  };
});
vi.mock('../../../src/extension/background/database.ts', async (original) => ({
  ...(await original<object>()),
  feedStore: () => own('store'),
  valueStore: () => own('values'),
}));
vi.mock('wxt/browser', () => {
  // Toolbar and menus: nothing of them outlives a worker.
  const nothing: unknown = new Proxy(() => undefined, {
    get: (_, key) => (key === 'then' ? undefined : key === 'tabs' ? own('tabs') : nothing),
    apply: async () => [],
  });
  return { browser: nothing };
});

function doorsOf(life: Life, to: Durable): Record<string, object> {
  const { store, values, local, session } = to;
  const all = {
    store,
    values,
    sessionValues: session,
    localValues: {
      get: local.get.bind(local),
      put: local.put.bind(local),
      all: async () => Object.fromEntries(local.copy()),
    },
    alarm: { set: async () => undefined },
    evidence: { of: async () => [], keep: async () => undefined, forget: async () => undefined },
    floors: {
      get: async (id: string) => (await local.get(`floor ${id}`)) as Floor | undefined,
      raise: (id: string, floor: Floor) => local.put(`floor ${id}`, floor),
    },
    dynamicRules: {
      read: async (ids?: readonly number[]) =>
        [...to.rules.values()].filter(({ id }) => ids?.includes(id) ?? true),
      replace: async (remove: readonly number[], add: readonly Rule[]) => {
        for (const id of remove) to.rules.delete(id);
        for (const rule of add) to.rules.set(rule.id, rule);
      },
      isPatternSupported: async () => true,
    },
    sessionRules: {
      read: async () => to.passes,
      replace: async (remove: readonly number[], add: readonly Rule[]) => {
        to.passes = [...to.passes.filter(({ id }) => !remove.includes(id)), ...add];
      },
      isPatternSupported: async () => true,
    },
    tabs: {
      query: async () => [{ id: 1 }],
      sendMessage: async () => {
        to.told += 1;
      },
    },
    network: {
      fetch: async (url: string, init?: RequestInit) => {
        if (url.includes('/v1/')) return registry(new Request(url, init));
        const file = await feed.get(url.slice(feedId.length));
        return new Response(file as Uint8Array<ArrayBuffer> | null, { status: file === null ? 404 : 200 });
      },
    },
  };
  return Object.fromEntries(Object.entries(all).map(([name, door]) => [name, life.door(name, door)]));
}

/** A worker starts, and does something. */
function live<T>(work: (app: App) => Promise<T>, life = new Life()): Promise<T> {
  return doors.run(doorsOf(life, durable), async () => {
    const app = await new App().start();
    await app.settleIn();
    return work(app);
  });
}

/** What the browser's rules do with a site: the rule of the highest priority that matches it. */
function isStopped(host: string): boolean {
  const covers = (name: string) => host === name || host.endsWith(`.${name}`);
  const matching = [...durable.rules.values(), ...durable.passes].filter(
    ({ condition }) => condition.resourceTypes && condition.requestDomains?.some(covers),
  );
  const [first] = matching.sort((a, b) => b.priority - a.priority);
  return first !== undefined && first.action.type !== 'allow';
}

/** Whether what is held is one of the two releases, whole. */
async function expectWhole(): Promise<void> {
  const record = (await durable.store.feed(feedId))!;
  const text = await durable.store.text(feedId, stateOf(record.trusted).sha256);
  expect(await sha256(text!)).toBe(stateOf(record.trusted).sha256);
  for (const { condition } of durable.rules.values()) {
    const names = condition.requestDomains ?? [];
    expect(new Set(names).size).toBe(names.length);
  }
  expect(isStopped(stay)).toBe(true);
}

function putIntoPackage(): void {
  const { published, targets } = feed.repository;
  packaged = new Map();
  packaged.set('feeds/index.json', new TextEncoder().encode(JSON.stringify([{ feed: feedId, folder: 'f' }])));
  for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const)
    packaged.set(`f/${role}.json`, published[role].at(-1)!);
  for (const name of [listTarget, allianceTarget]) {
    const { hashes } = targets.targets[name] as { hashes: { sha256: string } };
    packaged.set(`f/${name}`, feed.files.get(`targets/${hashes.sha256}.${name}`)!);
  }
}

type Work = (app: App) => Promise<unknown>;

/**
 * Does something in a life that ends at its first moment, in another that ends at its second, and so on until one is through.
 *
 * @param lay is done before, in a life of its own
 * @param check is done after, in the next life
 * @returns how many moments there are
 */
async function killedEverywhere(
  lay: Work | null,
  work: Work,
  check: (app: App, at: string) => Promise<unknown>,
): Promise<number> {
  for (let last = 1; ; last += 1) {
    durable = new Durable();
    if (lay !== null) await live(lay);
    const life = new Life(last);
    const how = await Promise.race([life.ended, live(work, life).then(() => 'done')]);
    if (lay !== null) await expectWhole();
    await live((app) => check(app, `moment ${last}, ${life.lastCall}`));
    if (how === 'done') return last - 1;
  }
}

beforeEach(async () => {
  const network = { get: () => Reflect.get(own('network'), 'fetch') };
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => network.get()(url, init));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  feed = await TestFeed.create(entries(stay, goes));
  putIntoPackage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a worker that is killed at any moment', () => {
  it.each(['with a delta', 'with the whole list'])(
    'of a look %s leaves one release or the other, and the next look brings the newer',
    async (how) => {
      const first = [...feed.files.keys()];
      await feed.release(entries(stay, comes));
      const isDelta = (name: string) => !first.includes(name) && name.includes('delta');
      if (how !== 'with a delta')
        for (const name of feed.files.keys()) if (isDelta(name)) feed.files.delete(name);
      const moments = await killedEverywhere(
        (app) => app.enforce(),
        (app) => app.looks.all(),
        async (app, at) => {
          await expectWhole();
          await app.looks.all();
          await expectWhole();
          expect([at, isStopped(comes), isStopped(goes)]).toEqual([at, true, false]);
        },
      );
      expect(moments).toBeGreaterThan(40);
    },
  );

  it('of its first start is protected by the next', async () => {
    await killedEverywhere(null, async () => undefined, expectWhole);
  });

  it('of a choice to go on: the site is open and known to be, or neither', async () => {
    const other = `https://${goes}/`;
    const agree = async (app: App, at: string) =>
      expect([at, app.proceeds.holds(other, 1)]).toEqual([at, !isStopped(goes)]);
    const choose = (app: App) => app.proceeds.add(goes, 'day', 1);
    await killedEverywhere((app) => app.enforce(), choose, agree);
    await killedEverywhere(choose, (app) => app.proceeds.undo(goes), agree);
  });

  it.each<[string, Work]>([
    ['of the end of a choice', (app) => app.runJobs()],
    [
      'of another choice, when one is over',
      async (app) => {
        await app.proceeds.add('another.test', 'day', 1);
        await app.expireProceeds();
      },
    ],
  ])('%s: pages that stand open are told', async (_, work) => {
    const choose: Work = async (app) => {
      vi.setSystemTime(start);
      await app.proceeds.add(goes, 'day', 1);
      await app.expireProceeds();
      durable.told = 0;
      vi.setSystemTime(start + limits.proceed);
    };
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'] });
    await killedEverywhere(choose, work, async (app, at) => {
      await app.runJobs();
      expect([at, durable.told > 0, app.proceeds.holds(`https://${goes}/`, 1)]).toEqual([at, true, false]);
    });
  });

  it('of a report keeps it and sends it once, or never had it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baize-killed-'));
    const { registry: at } = await initRegistry(folder, 'Sample alliance');
    registry = createApp(at, { work: cheapWork }).fetch;
    let count = 0;
    const id = () => String(count).padStart(16, '0');
    const report = () => ({ id: id(), subject: 'https://site.example/', kind: 'phishing' });
    const arrived = async () =>
      (await at.db.selectFrom('report').select('id').where('id', '=', id()).execute()).length;
    await killedEverywhere(
      async () => {
        count += 1;
      },
      (app) => app.reports.send(report(), null, app.lists.records[0]!),
      async ({ reports, lists }, moment) => {
        await reports.follow(lists.records);
        const kept = (await reports.list()).map(({ state }) => state);
        expect([moment, kept, await arrived()]).toEqual(
          kept.length === 0 ? [moment, [], 0] : [moment, ['received'], 1],
        );
      },
    );
    await at.close();
    rmSync(folder, { recursive: true });
  });
});
