/**
 * Every check of the project, one after another: `npm test`. `npm test -- firefox types` runs only the checks with
 * these words in their names. The last line counts: each test of vitest is one, each other check is one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserKind, needBrowser } from './lib/browsers.ts';
import { buildWeb } from './lib/build.ts';
import { endCommands, run } from './lib/command.ts';
import { needPostgres } from './lib/postgres.ts';
import { seconds, step } from './lib/steps.mjs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
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

const checks: readonly Check[] = [
  { name: 'lint (biome)', work: () => command('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types (tsc)', work: () => command('tsc', ['--noEmit', '-p', '.']) },
  { name: 'dead code (knip)', work: () => command('knip', []) },
  { name: 'unit and integration (vitest)', work: () => unit() },
  { name: 'build (wxt)', work: () => command('npm', ['run', '-s', 'build']) },
  { name: 'sizes (size-limit)', work: () => command('size-limit', []) },
  {
    name: 'store rules (web-ext lint)',
    work: () => command('web-ext', ['lint', '--source-dir', '.output/firefox-mv3']),
  },
  { name: 'end to end in Chromium', work: () => endToEnd('chromium') },
  { name: 'end to end in Firefox', work: () => endToEnd('firefox') },
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
  await buildWeb();
  return tests('unit', [], { BAIZE_CHROMIUM: path, BAIZE_POSTGRES: await needPostgres() });
}

async function endToEnd(kind: BrowserKind): Promise<Counts> {
  await needBrowser(kind);
  return tests(kind, ['--config', 'vitest.e2e.config.ts', '--project', kind]);
}

/** A run of vitest, counted by its own report. A run that broke without a failed test counts as one failure. */
async function tests(
  name: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const report = join(folder, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('vitest', ['run', ...options, ...reporters], { live: true, env });
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(numFailedTests, 1) };
}

async function outcome({ name, work }: Check): Promise<Outcome> {
  const started = Date.now();
  const counts = await step(name, work, ({ failed }) => failed === 0).catch((error: Error) => {
    console.log(error.message);
    return { passed: 0, failed: 1 };
  });
  return { name, ...counts, time: seconds(Date.now() - started) };
}

function table(outcomes: readonly Outcome[]): string {
  const row = (cells: readonly string[]) =>
    `${cells[0]!.padEnd(32)}${cells[1]!.padStart(8)}${cells[2]!.padStart(8)}${cells[3]!.padStart(10)}`;
  const rows = outcomes.map(({ name, passed, failed, time }) => row([name, `${passed}`, `${failed}`, time]));
  return ['', row(['check', 'passed', 'failed', 'time']), ...rows, ''].join('\n');
}

function stop(): void {
  endCommands();
  process.exit(130);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = checks.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
const outcomes: Outcome[] = [];
for (const check of chosen) outcomes.push(await outcome(check));
const sum = (pick: (counts: Counts) => number) => outcomes.reduce((total, each) => total + pick(each), 0);
const failed = sum((counts) => counts.failed);
console.log(table(outcomes));
console.log(`${sum((counts) => counts.passed)} passed, ${failed} failed`);
process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
