/**
 * Runs one benchmark of `test/bench/`: `npm run bench -- NAME`. Figures are ratios within one run: machines differ,
 * and the same machine differs from hour to hour.
 */
import { readdirSync } from 'node:fs';

const folder = new URL('../test/bench/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const [name = '', ...options] = process.argv.slice(2);

if (!names.includes(name)) {
  console.error(`Usage: npm run bench -- NAME\nNames: ${names.join(', ')}`);
  process.exit(2);
}
const { run } = (await import(new URL(`${name}.bench.ts`, folder).href)) as {
  run: (options: string[]) => Promise<void>;
};
// Whatever was started is ended when the process ends, and a signal alone does not end it so.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await run(options);
