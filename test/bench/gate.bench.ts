import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlainTab } from '../../scripts/lib/browser.ts';
import { type BrowserKind, needBrowser } from '../../scripts/lib/browsers.ts';
import { buildExtension } from '../../scripts/lib/build.ts';
import { Ending } from '../../scripts/lib/ending.ts';
import { launchFirefox } from '../../scripts/lib/firefox.ts';
import { RawChromium } from '../../scripts/lib/raw-chromium.ts';
import { serveSites } from '../../scripts/lib/sites.ts';
import {
  changeRules,
  frameBase,
  hostProceed,
  type Rule,
  ruleIds,
  typeBase,
} from '../../src/extension/background/gate-rules.ts';
import { hostList } from '../real-lists.ts';
import { privateMemory, processTree } from './processes.ts';

type Api = typeof import('wxt/browser').browser;
declare const chrome: Api;
type Area = 'Dynamic' | 'Session';

const options = {
  rounds: { type: 'string', default: '3' },
  browser: { type: 'string', multiple: true },
} as const;

/**
 * What the gate's rules take with 351,000 names, in real browsers: to set the base rules of frames and of all else, a
 * small change after that, a person's choice, to read back; page loads meanwhile, and Chromium's memory. `--rounds N`,
 * `--browser firefox` for only that.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options });
  const kinds = values.browser ?? ['chromium', 'firefox'];
  const ending = new Ending();
  for (const kind of kinds) await measure(kind as BrowserKind, Number(values.rounds), ending);
  await ending.end(0);
}

async function measure(kind: BrowserKind, rounds: number, ending: Ending): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baize-bench-'));
  ending.add(() => rmSync(folder, { recursive: true, force: true }));
  const { path: program } = await needBrowser(kind);
  const extension = await buildExtension(kind, [], folder);
  // Else the background sets right what it finds changed.
  writeFileSync(join(extension, 'background.js'), '');
  const sites = await serveSites(() => '<p>An ordinary page</p>');
  ending.add(() => sites.close());
  const browser =
    kind === 'firefox'
      ? await launchFirefox(program, { extension, hosts: ['coffee.test'] })
      : await RawChromium.start(program, { extension });
  ending.add(() => browser.close());
  const memory = () => ('pid' in browser ? privateMemory(processTree(browser.pid).slice(0, 1)) : 0);
  const tab = await browser.newTab();
  await tab.open(`${browser.extension}options.html`);
  const other = await browser.newTab();
  const stopping = { stopPage: `${browser.extension}stop.html`, hasAccess: true };
  const names = hostList().sort();
  const [comes, goes] = [names[1_000]!, names[2_000]!];
  const most = names.filter((name) => name !== comes);
  await tab.run((all) => {
    Object.assign(globalThis, { names: all });
  }, most);
  const rules = {
    small: changeRules(
      { come: [comes], gone: [goes] },
      names.filter((name) => name !== goes),
      stopping,
    ),
    choice: hostProceed(comes).map((rule, i) => ({ id: i + 1, ...rule })),
  };
  const figures = new Map<string, number[]>();
  const note = (what: string, value: number) => figures.set(what, [...(figures.get(what) ?? []), value]);
  for (let round = 0; round < rounds; round += 1) {
    await change(tab, 'Dynamic', [1, 2, 3, 5, 6, 7, 8], [], null);
    const before = memory();
    const loads = loadPages(other, sites.url('coffee.test'));
    note('base rule of frames', await change(tab, 'Dynamic', [], frameBase(['a.test'], stopping), 1));
    const framesOnly = memory();
    note('base rule of all else', await change(tab, 'Dynamic', [], typeBase(['a.test']), ruleIds.types.base));
    note('longest page load meanwhile', await loads());
    note('small change', await change(tab, 'Dynamic', [2, 3, 7, 8], rules.small, null));
    note('small change again', await change(tab, 'Dynamic', [2, 3, 7, 8], rules.small, null));
    note('a choice to continue', await change(tab, 'Session', [1, 2], rules.choice, null));
    note('reading all small rules', await read(tab, [2, 3, 5, 7, 8]));
    note('reading all rules', await read(tab, undefined));
    if (before > 0) {
      note('memory of the browser process, frames, MB', (framesOnly - before) / 1e6);
      note('memory of the browser process, both, MB', (memory() - before) / 1e6);
    }
  }
  console.log(
    `${kind}, ${most.length} names, ${rounds} rounds: median (least to most), milliseconds if not said`,
  );
  for (const [what, each] of figures) {
    const sorted = each.toSorted((a, b) => a - b);
    const show = (value: number) => value.toFixed(what.endsWith('MB') ? 1 : 0);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    console.log(`  ${what}: ${show(median)} (${show(sorted[0]!)} to ${show(sorted.at(-1)!)})`);
  }
}

/** Changes rules, and puts all names into the one with the id `big`. @returns how long it took, in milliseconds */
function change(tab: PlainTab, area: Area, remove: readonly number[], add: Rule[], big: number | null) {
  const work = async ([where, removeRuleIds, addRules, bigId]: readonly [
    Area,
    number[],
    Rule[],
    number | null,
  ]) => {
    const own = (globalThis as unknown as { browser?: Api }).browser ?? chrome;
    const { names } = globalThis as unknown as { names: string[] };
    const rules = addRules.map((rule) =>
      rule.id === bigId ? { ...rule, condition: { ...rule.condition, requestDomains: names } } : rule,
    );
    const started = performance.now();
    await own.declarativeNetRequest[`update${where}Rules`]({ removeRuleIds, addRules: rules as never });
    return performance.now() - started;
  };
  return tab.run(work, [area, [...remove], add, big] as const);
}

function read(tab: PlainTab, ids: readonly number[] | undefined): Promise<number> {
  const work = async (ruleIds: readonly number[] | null) => {
    const own = (globalThis as unknown as { browser?: Api }).browser ?? chrome;
    const started = performance.now();
    await own.declarativeNetRequest.getDynamicRules(ruleIds === null ? {} : { ruleIds: [...ruleIds] });
    return performance.now() - started;
  };
  return tab.run(work, ids ?? null);
}

/** Opens a page again and again. @returns a function that ends it, and says how long the longest load took */
function loadPages(tab: PlainTab, url: string): () => Promise<number> {
  let isOver = false;
  let longest = 0;
  const loading = (async () => {
    while (!isOver) {
      const started = performance.now();
      await tab.open(`${url}?${started}`);
      longest = Math.max(longest, performance.now() - started);
    }
  })();
  return async () => {
    isOver = true;
    await loading;
    return longest;
  };
}
