/**
 * Every check of the project: `npm test`. `npm test -- firefox types` runs only the checks with
 * these words in their names. The last line counts: each test of vitest is one, each other check is one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type BrowserKind, needBrowser } from './lib/browsers.ts';
import { buildWeb } from './lib/build.ts';
import { endCommands, run } from './lib/command.ts';
import { needPostgres } from './lib/postgres.ts';
import { seconds, step } from './lib/steps.mjs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, for the end of the output: thousands of lines may stand before it. */
  readonly failures?: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Check {
  readonly name: string;
  readonly work: () => Promise<Counts>;
}

interface Outcome extends Counts {
  readonly name: string;
  readonly time: string;
}

const folder = mkdtempSync(join(tmpdir(), 'baize-test-'));

/** One row after another; the checks of a row run side by side. */
const rows: readonly (readonly Check[])[] = [
  [
    { name: 'lint (biome)', work: () => command('biome', ['check', '--error-on-warnings', '.']) },
    { name: 'types (tsc)', work: () => command('tsc', ['--noEmit', '-p', '.']) },
    { name: 'dead code (knip)', work: () => command('knip', []) },
  ],
  [{ name: 'unit and integration (vitest)', work: () => unit() }],
  [{ name: 'build (wxt)', work: () => command('npm', ['run', '-s', 'build']) }],
  [
    { name: 'sizes (size-limit)', work: () => command('size-limit', []) },
    {
      name: 'store rules (web-ext lint)',
      work: () => command('web-ext', ['lint', '--source-dir', '.output/firefox-mv3']),
    },
  ],
  // A browser waits for half of its scenarios' time: two of them beside each other fill two cores.
  [
    { name: 'end to end in Chromium', work: () => endToEnd('chromium') },
    { name: 'end to end in Firefox', work: () => endToEnd('firefox') },
  ],
];

/** A check that is one command: its output is shown when it fails. */
async function command(name: string, args: readonly string[]): Promise<Counts> {
  const { code, said } = await run(name, args);
  if (code !== 0) console.log(said);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * The guard and the pages are tested in a real Chromium here already, without the rest of the extension, and the registry
 * on a real PostgreSQL.
 */
async function unit(): Promise<Counts> {
  const { path } = await needBrowser('chromium');
  await needWeb();
  return tests('unit', [], true, { BAIZE_CHROMIUM: path, BAIZE_POSTGRES: await needPostgres() });
}

let web: Promise<void> | undefined;

/** The registry's pages, built once for all checks that open them. */
function needWeb(): Promise<void> {
  web ??= buildWeb();
  return web;
}

async function endToEnd(kind: BrowserKind): Promise<Counts> {
  await needBrowser(kind);
  await needWeb();
  return tests(kind, ['--config', 'vitest.e2e.config.ts', '--project', kind], false);
}

/**
 * A run of vitest, counted by its own report. A run that broke without a failed test counts as one failure.
 *
 * @param live shows the output as it comes; else when it has ended, so that two runs do not mix
 */
async function tests(
  name: string,
  options: readonly string[],
  live: boolean,
  env: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const report = join(folder, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, said } = await run('vitest', ['run', ...options, ...reporters], { live, env });
  if (!live) console.log(`\n${said.trim()}`);
  const counts: Report = JSON.parse(readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests } = counts;
  const failed = code === 0 ? numFailedTests : Math.max(numFailedTests, 1);
  return { passed: numPassedTests, failed, failures: failuresOf(counts) };
}

function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return message ? [`${file}\n${message}`] : [];
    return failed.map((test) => `${file} › ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
}

/** Runs the checks of a row side by side. */
function sideBySide(row: readonly Check[]): Promise<Outcome[]> {
  const label = row.map(({ name }) => name).join(', ');
  const isGood = (outcomes: readonly Outcome[]) => outcomes.every(({ failed }) => failed === 0);
  return step(label, () => Promise.all(row.map(outcome)), isGood);
}

async function outcome({ name, work }: Check): Promise<Outcome> {
  const started = Date.now();
  const counts = await work().catch((error: Error) => {
    return { passed: 0, failed: 1, failures: [error.message] };
  });
  return { name, ...counts, time: seconds(Date.now() - started) };
}

function table(outcomes: readonly Outcome[]): string {
  const row = (cells: readonly string[]) =>
    `${cells[0]!.padEnd(32)}${cells[1]!.padStart(8)}${cells[2]!.padStart(8)}${cells[3]!.padStart(10)}`;
  const lines = outcomes.map(({ name, passed, failed, time }) => row([name, `${passed}`, `${failed}`, time]));
  return ['', row(['check', 'passed', 'failed', 'time']), ...lines, ''].join('\n');
}

function stop(): void {
  endCommands();
  process.exit(130);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const isChosen = ({ name }: Check) =>
  words.length === 0 || words.some((word) => name.toLowerCase().includes(word));
const outcomes: Outcome[] = [];
for (const row of rows.map((each) => each.filter(isChosen))) {
  if (row.length > 0) outcomes.push(...(await sideBySide(row)));
}
const sum = (pick: (counts: Counts) => number) => outcomes.reduce((total, each) => total + pick(each), 0);
const failed = sum((counts) => counts.failed);
for (const { name, failures = [] } of outcomes) {
  for (const failure of failures) console.log(`\n✗ ${name}: ${failure}`);
}
console.log(table(outcomes));
console.log(`${sum((counts) => counts.passed)} passed, ${failed} failed`);
process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
