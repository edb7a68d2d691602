import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { Ending } from '../../scripts/lib/ending.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scan } from '../../src/chains/scanner.ts';
import { makeEmptyExtension } from './empty-extension.ts';
import { type BenchPage, benchAnswers, benchPages, chineseArticle, englishArticle } from './pages.ts';
import { partOf, privateMemory, processTree, readTimes, spent, type Times } from './processes.ts';
import { type GuardWork, traced } from './trace.ts';

/** What one visit cost, in milliseconds. */
interface Visit {
  readonly cpu: Times;
  readonly paint: number;
}

/**
 * With the extension, with one whose scripts do nothing, without any. No browser runs a script in every frame for free:
 * the difference between `empty` and `off` is what any extension of this form costs, between `on` and `empty` what ours does.
 */
type Side = 'on' | 'empty' | 'off';
const sides: readonly Side[] = ['on', 'empty', 'off'];
type Browsers = Readonly<Record<Side, RawChromium>>;

const options = {
  rounds: { type: 'string', default: '5' },
  page: { type: 'string', multiple: true },
  seconds: { type: 'string' },
  extension: { type: 'string' },
} as const;

/**
 * What the extension costs a page, in real Chromium: three browsers, one with the extension, one with an empty one and
 * one with none, visit the same pages in turn. `--rounds N` visits a page, `--page NAME` for only that page (again for
 * more), `--seconds S` for shorter visits: a first picture takes many. `--extension DIR` for a package that is there;
 * else one is built.
 *
 * Each figure is a median, with the quartiles of the rounds in brackets: what lies between them is noise.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const ending = new Ending();
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  ending.add(() => rmSync(folder, { recursive: true, force: true }));
  const { path: program } = await needBrowser('chromium');
  const extension = values.extension ?? (await buildExtension('chromium', [], folder));
  const pages = benchPages
    .filter(({ name }) => values.page?.includes(name) ?? true)
    .map((page) => ({ ...page, seconds: Number(values.seconds ?? page.seconds) }));
  const sites = await serveSites(benchAnswers());
  ending.add(() => sites.close());
  const start = async (path: string | null) => {
    const browser = await RawChromium.start(program, { extension: path });
    ending.add(() => browser.close());
    return browser;
  };
  const browsers = {
    on: await start(extension),
    empty: await start(makeEmptyExtension(extension, join(folder, 'empty'))),
    off: await start(null),
  };
  await report(pages, browsers, sites, Number(values.rounds), extension);
  await ending.end(0);
}

async function report(
  pages: readonly BenchPage[],
  browsers: Browsers,
  sites: Sites,
  rounds: number,
  extension: string,
): Promise<void> {
  await rest(start);
  console.log(
    `Chromium with the extension (on), an empty one (empty) and none (off), in turn; ${rounds} rounds.`,
  );
  for (const page of pages) console.table(upright(await measure(page, browsers, sites, rounds)));
  console.table(await memory(browsers, sites));
  console.table(sizes(extension));
}

/** Pauses in milliseconds: until a new browser is at rest, and until a tab that was opened or closed is done with. */
const start = 4_000;
const settle = 700;

async function measure(page: BenchPage, browsers: Browsers, sites: Sites, rounds: number) {
  const url = sites.url('page.test', `/${page.name}`);
  const visits: Record<Side, Visit[]> = { on: [], empty: [], off: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of turn(round)) {
      await wake(browsers[side], sites);
      visits[side].push(await visit(browsers[side], url, page.seconds));
    }
  }
  await wake(browsers.on, sites);
  const work = await traced(browsers.on, () => visit(browsers.on, url, page.seconds));
  return rowOf(page, visits, work);
}

/** Each side comes first, second and third as often as the others. */
const turn = (round: number): Side[] => sides.map((_, i) => sides[(i + round) % sides.length]!);

// So that the extension's worker is awake, as it is while somebody browses, and both browsers have done the same.
async function wake(browser: RawChromium, sites: Sites): Promise<void> {
  const tab = await browser.open(sites.url('other.test', '/idle'));
  await rest(settle);
  await browser.closeTab(tab);
  await rest(settle);
}

/** Opens a page, leaves it alone for its time, and reads what that cost the browser's processes. */
async function visit(browser: RawChromium, url: string, seconds: number): Promise<Visit> {
  const before = readTimes(processTree(browser.pid));
  const tab = await browser.open(url);
  await rest(seconds * 1_000);
  const cpu = spent(before, readTimes(processTree(browser.pid)));
  const paint = await firstPaint(browser, tab);
  await browser.closeTab(tab);
  return { cpu, paint };
}

async function firstPaint(browser: RawChromium, tab: string): Promise<number> {
  const send = await browser.attach(tab);
  const expression = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`;
  const { result } = await send<{ result: { value: number } }>('Runtime.evaluate', { expression });
  return result.value;
}

/** A line for each figure: a page has too many for one. */
const upright = ({ page, ...figures }: ReturnType<typeof rowOf>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, { [page]: value }]));

function rowOf(page: BenchPage, visits: Record<Side, Visit[]>, work: GuardWork) {
  const values = (side: Side, of: (visit: Visit) => number) => visits[side].map(of);
  const compare = (of: (visit: Visit) => number, side: Side, other: Side) =>
    ratio(values(side, of), values(other, of));
  const paint = (visit: Visit) => visit.paint;
  const more = (side: Side, other: Side) =>
    (['page', 'worker', 'browser'] as const)
      .map((part) =>
        difference(
          values(side, ({ cpu }) => cpu[part]),
          values(other, ({ cpu }) => cpu[part]),
        ),
      )
      .join(', ');
  return {
    page: page.name,
    'goal, %': `≤ ${page.goal}`,
    'paint off, ms': spread(values('off', paint)),
    'guard before the picture, ms': work.beforePicture.toFixed(1),
    'paint on/off': compare(paint, 'on', 'off'),
    'paint empty/off': compare(paint, 'empty', 'off'),
    'paint on/empty': compare(paint, 'on', 'empty'),
    'CPU off, ms': spread(values('off', total)),
    'CPU on/off': compare(total, 'on', 'off'),
    'CPU empty/off': compare(total, 'empty', 'off'),
    'CPU on/empty': compare(total, 'on', 'empty'),
    'on − empty, ms': difference(values('on', total), values('empty', total)),
    'on − empty in page, worker, browser, ms': more('on', 'empty'),
    'empty − off in page, worker, browser, ms': more('empty', 'off'),
    'guard, ms': work.total.toFixed(1),
    'longest, ms (≤ 50)': work.longest.toFixed(1),
    tasks: work.tasks,
  };
}

const total = ({ cpu }: Visit): number => cpu.page + cpu.worker + cpu.browser;

/** What ten idle pages take more than without an extension: a tenth of it is a page's. */
async function memory(browsers: Browsers, sites: Sites) {
  const held: Record<Side, Held> = { on: none, empty: none, off: none };
  for (const side of sides) held[side] = await idlePages(browsers[side], sites);
  const perPage = (of: (each: Held) => number, side: Side) =>
    ((of(held[side]) - of(held.off)) / tabs / 1e6).toFixed(3);
  const row = (memory: string, of: (each: Held) => number) => ({
    memory,
    'MB a page, on': perPage(of, 'on'),
    'MB a page, empty': perPage(of, 'empty'),
    goal: '< 1',
  });
  return [
    row('JavaScript heap and DOM', ({ heap }) => heap),
    row("private memory of the page's process", (each) => each.process),
  ];
}

interface Held {
  readonly heap: number;
  readonly process: number;
}

const none: Held = { heap: 0, process: 0 };
const tabs = 10;

async function idlePages(browser: RawChromium, sites: Sites): Promise<Held> {
  const before = new Set(processTree(browser.pid));
  const open: string[] = [];
  let heap = 0;
  for (let n = 0; n < tabs; n += 1) {
    const tab = await browser.open(sites.url(`idle${n}.test`, '/idle'));
    open.push(tab);
    await rest(1_500);
    heap += await heapOf(browser, tab);
  }
  const processes = processTree(browser.pid).filter((pid) => !before.has(pid) && partOf(pid) === 'page');
  const held = { heap, process: privateMemory(processes) };
  for (const tab of open) await browser.closeTab(tab);
  return held;
}

async function heapOf(browser: RawChromium, tab: string): Promise<number> {
  const send = await browser.attach(tab);
  await send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = await send<Record<string, number>>('Runtime.getHeapUsage');
  return usedSize! + (embedderHeapUsedSize ?? 0);
}

function sizes(extension: string) {
  const guard = gzipSync(readFileSync(join(extension, 'guard.js')), { level: 9 });
  return [
    { what: 'guard.js, kB gzip', is: (guard.length / 1_000).toFixed(1), goal: '≤ 20' },
    { what: 'scanner, MB/s of English', is: speed(englishArticle()), goal: '≥ 50' },
    { what: 'scanner, MB/s of Chinese', is: speed(chineseArticle()), goal: '≥ 500' },
  ];
}

/** Megabytes of UTF-8 a second, the best of five; text by text, as the guard reads them. */
function speed(texts: readonly string[]): string {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    for (const text of texts) scan(text);
    return performance.now() - from;
  });
  return (bytes / 1_000 / Math.min(...times)).toFixed(0);
}

/** Ratio of the medians, and the quartiles of the ratios of each round. */
function ratio(on: readonly number[], off: readonly number[]): string {
  const rounds = on.map((value, i) => value / off[i]!);
  return `${(median(on) / median(off)).toFixed(3)} ${quartiles(rounds, 2)}`;
}

/** Difference of the medians, and the quartiles of the differences of each round. */
function difference(some: readonly number[], others: readonly number[]): string {
  const rounds = some.map((value, i) => value - others[i]!);
  return `${(median(some) - median(others)).toFixed(0)} ${quartiles(rounds, 0)}`;
}

const spread = (values: readonly number[]): string => `${median(values).toFixed(0)} ${quartiles(values, 0)}`;

const quartiles = (values: readonly number[], digits: number): string =>
  `(${quantile(values, 0.25).toFixed(digits)} to ${quantile(values, 0.75).toFixed(digits)})`;

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at % 1);
}

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
