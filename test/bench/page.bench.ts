import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { Ending } from '../../scripts/lib/ending.ts';
import { type Sites, serveSites } from '../../scripts/lib/sites.ts';
import { scan } from '../../src/chains/scanner.ts';
import { BareChromium } from './chromium.ts';
import { type BenchPage, benchAnswers, benchPages, chineseArticle, englishArticle } from './pages.ts';
import { type Part, partOf, privateMemory, processTree, readTimes, spent, type Times } from './processes.ts';
import { type GuardWork, traced } from './trace.ts';

/** What one visit cost, in milliseconds. */
interface Visit {
  readonly cpu: Times;
  readonly paint: number;
}

type Side = 'on' | 'off';
const sides: readonly Side[] = ['on', 'off'];
type Browsers = Readonly<Record<Side, BareChromium>>;

const options = {
  rounds: { type: 'string', default: '5' },
  page: { type: 'string', multiple: true },
  extension: { type: 'string' },
} as const;

/**
 * What the extension costs a page, in real Chromium: two browsers, one with the extension and one without, visit the
 * same pages in turn. `--rounds N` visits a page, `--page NAME` for only that page (again for more), `--extension
 * DIR` for a package that is there; else one is built.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const ending = new Ending();
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  ending.add(() => rmSync(folder, { recursive: true, force: true }));
  const { path: program } = await needBrowser('chromium');
  const extension = values.extension ?? (await buildExtension('chromium', [], folder));
  const pages = benchPages.filter(({ name }) => values.page?.includes(name) ?? true);
  const sites = await serveSites(benchAnswers());
  ending.add(() => sites.close());
  const on = await BareChromium.start(program, extension);
  ending.add(() => on.close());
  const off = await BareChromium.start(program, null);
  ending.add(() => off.close());
  await report(pages, { on, off }, sites, Number(values.rounds), extension);
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
  console.log(`Chromium with the extension (on) and without (off), in turn; ${rounds} rounds.`);
  const rows = [];
  for (const page of pages) rows.push(await measure(page, browsers, sites, rounds));
  console.table(rows);
  console.table(await memory(browsers, sites));
  console.table(sizes(extension));
}

/** Pauses in milliseconds: until a new browser is at rest, and until a tab that was opened or closed is done with. */
const start = 4_000;
const settle = 700;

async function measure(page: BenchPage, browsers: Browsers, sites: Sites, rounds: number) {
  const url = sites.url('page.test', `/${page.name}`);
  const visits: Record<Side, Visit[]> = { on: [], off: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      await wake(browsers[side], sites);
      visits[side].push(await visit(browsers[side], url, page.seconds));
    }
  }
  await wake(browsers.on, sites);
  const work = await traced(browsers.on, () => visit(browsers.on, url, page.seconds));
  return rowOf(page, visits, work);
}

// So that the extension's worker is awake, as it is while somebody browses, and both browsers have done the same.
async function wake(browser: BareChromium, sites: Sites): Promise<void> {
  const tab = await browser.open(sites.url('other.test', '/idle'));
  await rest(settle);
  await browser.closeTab(tab);
  await rest(settle);
}

/** Opens a page, leaves it alone for its time, and reads what that cost the browser's processes. */
async function visit(browser: BareChromium, url: string, seconds: number): Promise<Visit> {
  const before = readTimes(processTree(browser.pid));
  const tab = await browser.open(url);
  await rest(seconds * 1_000);
  const cpu = spent(before, readTimes(processTree(browser.pid)));
  const paint = await firstPaint(browser, tab);
  await browser.closeTab(tab);
  return { cpu, paint };
}

async function firstPaint(browser: BareChromium, tab: string): Promise<number> {
  const send = await browser.attach(tab);
  const expression = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`;
  const { result } = await send<{ result: { value: number } }>('Runtime.evaluate', { expression });
  return result.value;
}

function rowOf(page: BenchPage, { on, off }: Record<Side, Visit[]>, work: GuardWork) {
  const compare = (of: (visit: Visit) => number) => ratio(on.map(of), off.map(of));
  const more = (part: Part) =>
    (median(on.map(({ cpu }) => cpu[part])) - median(off.map(({ cpu }) => cpu[part]))).toFixed(0);
  return {
    page: page.name,
    'paint off, ms': median(off.map(({ paint }) => paint)).toFixed(0),
    'paint on/off': compare(({ paint }) => paint),
    'CPU off, ms': median(off.map(total)).toFixed(0),
    'CPU on/off': compare(total),
    'goal, %': `≤ ${page.goal}`,
    'more in page, worker, browser, ms': `${more('page')}, ${more('worker')}, ${more('browser')}`,
    'guard, ms': work.total.toFixed(1),
    'longest, ms (≤ 50)': work.longest.toFixed(1),
    tasks: work.tasks,
  };
}

const total = ({ cpu }: Visit): number => cpu.page + cpu.worker + cpu.browser;

/** What ten idle pages take with the extension and without: a tenth of the difference is a page's. */
async function memory(browsers: Browsers, sites: Sites) {
  const held = { on: await idlePages(browsers.on, sites), off: await idlePages(browsers.off, sites) };
  const perPage = (of: (each: Held) => number) => ((of(held.on) - of(held.off)) / tabs / 1e6).toFixed(3);
  return [
    { memory: 'JavaScript heap and DOM', 'MB a page': perPage(({ heap }) => heap), goal: '< 1' },
    {
      memory: "private memory of the page's process",
      'MB a page': perPage((each) => each.process),
      goal: '< 1',
    },
  ];
}

interface Held {
  readonly heap: number;
  readonly process: number;
}

const tabs = 10;

async function idlePages(browser: BareChromium, sites: Sites): Promise<Held> {
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

async function heapOf(browser: BareChromium, tab: string): Promise<number> {
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

/** Ratio of the medians, and the ratios of the quartiles: how sure it is. */
function ratio(on: readonly number[], off: readonly number[]): string {
  const rounds = on.map((value, i) => value / off[i]!);
  const [low, high] = [quantile(rounds, 0.25), quantile(rounds, 0.75)];
  return `${(median(on) / median(off)).toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at % 1);
}

const rest = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
