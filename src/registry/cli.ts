import { main } from './main.ts';
import { terminalOf } from './terminal.ts';

process.exitCode = await main(
  process.argv.slice(2),
  terminalOf(process.stdin, process.stdout, process.stderr),
);
