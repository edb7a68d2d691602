import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Terminal } from './terminal.ts';

/** An option of a command. `value` is the name of what follows it; without one it is a switch. */
export interface Option {
  readonly value?: string;
  readonly help: string;
  readonly multiple?: true;
}

/** What was typed, read by the command's own options. */
export interface Arguments {
  readonly words: readonly string[];
  text(option: string): string | undefined;
  texts(option: string): readonly string[];
  has(option: string): boolean;
  /** The data folder. */
  readonly data: string;
}

/** One command of the command line: a file of `commands/`. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** What follows the name besides options, such as `KEY`. */
  readonly words: string;
  /** How many words there may be. */
  readonly count: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  /** More to say in the command's own help. */
  readonly details?: string;
  /** @returns the exit code */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Something is wrong with what was typed: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const everywhere: Readonly<Record<string, Option>> = {
  data: { value: 'DIR', help: 'the folder with store, keys and feed (default .baize)' },
  help: { help: 'show this help' },
};

const optionsOf = (command: Command) => ({ ...command.options, ...everywhere });

/** Reads what stands after the command's name. @throws UsageError saying what is wrong */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { value, multiple }] of Object.entries(optionsOf(command))) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', multiple: multiple === true };
  }
  const { values, positionals: words } = parse(argv, options);
  const [least, most] = command.count;
  if (!values.help && words.length < least) throw new UsageError(`${command.words} is missing.`);
  if (!values.help && words.length > most) throw new UsageError(`"${words[most]}" is one word too many.`);
  const texts = (name: string) => [values[name] ?? []].flat().map(String);
  const text = (name: string) => texts(name)[0];
  return { words, text, texts, has: (name) => values[name] === true, data: text('data') ?? '.baize' };
}

function parse(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0]! : String(cause);
    throw new UsageError(`${message.replace(/\.$/, '')}.`, { cause });
  }
}

/** The help text of one command. */
export function helpOf(command: Command): string {
  const options = Object.entries(optionsOf(command));
  const left = options.map(([name, { value }]) => `--${name}${value ? ` ${value}` : ''}`);
  const width = Math.max(...left.map((text) => text.length));
  const lines = options.map(([, { help }], index) => `  ${left[index]!.padEnd(width)}  ${help}`);
  const usage = ['baize', command.name, '[options]', command.words].filter(Boolean).join(' ');
  const details = command.details ? `\n${command.details}\n` : '';
  return `${command.summary}\n\nUsage: ${usage}\n${details}\nOptions:\n${lines.join('\n')}\n`;
}
