/**
 * Kills the background of the real extension before and after calls through its doors, in real browsers:
 * `npm run faults [-- --browser chromium|firefox] [--rounds N] [--seed N]`. Ends with 1 when something was torn.
 */
import { parseArgs } from 'node:util';
import { runFaults } from '../test/faults/run.ts';
import type { BrowserKind } from './lib/browsers.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string' },
    rounds: { type: 'string', default: '24' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const browsers: readonly BrowserKind[] = ['chromium', 'firefox'];
const chosen = browsers.filter((kind) => values.browser === undefined || values.browser === kind);
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
if (chosen.length === 0 || !Number.isInteger(rounds) || !Number.isInteger(seed)) {
  console.error('Usage: npm run faults [-- --browser chromium|firefox] [--rounds N] [--seed N]');
  process.exit(2);
}
// Whatever was started is ended when the process ends, and a signal alone does not end it so.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
for (const kind of chosen) await runFaults(kind, { rounds, seed });
