import { BaizeError } from '../core/errors.ts';
import { type Command, helpOf, readArguments, UsageError } from './command.ts';
import { commands } from './commands/all.ts';
import type { Terminal } from './terminal.ts';

const REFUSED = 1;
const USAGE = 2;

/** Runs the command line. @returns the exit code: 0 done, 1 refused or failed, 2 wrongly typed */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  if (argv.length === 0 || ['help', '--help', '-h'].includes(argv[0]!)) {
    await terminal.print(overview());
    return argv.length === 0 ? USAGE : 0;
  }
  const found = findCommand(argv);
  if (found === null) {
    terminal.note(`There is no command "${argv[0]}". What there is: ${names().join(', ')}.`);
    return USAGE;
  }
  return run(found.command, found.rest, terminal);
}

async function run(command: Command, argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const args = readArguments(command, argv);
    if (!args.has('help')) return await command.run(args, terminal);
    await terminal.print(helpOf(command).trimEnd());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`${error.message} See: baize ${command.name} --help`);
      return USAGE;
    }
    if (!(error instanceof Error)) throw error;
    terminal.note(messageOf(error));
    return REFUSED;
  }
}

/** A refusal speaks for itself; of anything else a developer wants to see where it comes from. */
function messageOf(error: Error): string {
  return error instanceof BaizeError || 'code' in error ? error.message : (error.stack ?? error.message);
}

function findCommand(argv: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const command of commands) {
    const words = command.name.split(' ');
    if (words.every((word, index) => argv[index] === word))
      return { command, rest: argv.slice(words.length) };
  }
  return null;
}

const names = (): string[] => commands.map(({ name }) => name);

function overview(): string {
  const width = Math.max(...names().map((name) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Baize 白泽: the registry of scam sites and scam wallet addresses.',
    '',
    'Usage: baize COMMAND [options]',
    '',
    ...lines,
    '',
    'Every command takes --data DIR (default .baize) and --help.',
    'Rows are kept in DIR/baize.db, or in PostgreSQL: BAIZE_DATABASE_URL=postgres://user:password@host:5432/baize',
    'Exit codes: 0 done, 1 refused or failed, 2 wrongly typed.',
  ].join('\n');
}
