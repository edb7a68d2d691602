/** Runs one endurance test of `test/soak/`, which takes minutes: `npm run soak -- NAME`. Ends with 1 when it fails. */
import { readdirSync } from 'node:fs';

const folder = new URL('../test/soak/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace('.soak.ts', ''));
const [name = '', ...options] = process.argv.slice(2);

if (!names.includes(name)) {
  console.error(`Usage: npm run soak -- NAME\nNames: ${names.join(', ')}`);
  process.exit(2);
}
const { run } = (await import(new URL(`${name}.soak.ts`, folder).href)) as {
  run: (options: string[]) => Promise<boolean>;
};
// Whatever was started is ended when the process ends, and a signal alone does not end it so.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = (await run(options)) ? 0 : 1;
