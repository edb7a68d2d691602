import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { BaizeError } from '../core/errors.ts';

/** What a command talks through. */
export interface Terminal {
  readonly input: Readable;
  /** Results, for people and programs; resolves when there is room for more. */
  print(line: string): Promise<void>;
  /** Everything else: progress, warnings, what is wrong. */
  note(line: string): void;
  /**
   * Asks a person. What is typed to a `secret` question is not shown.
   *
   * @returns null when nobody sits at the terminal
   */
  ask(question: string, kind?: 'secret'): Promise<string | null>;
}

/** A terminal on a process's streams. A reader that goes away, as `head` does, ends the program quietly. */
export function terminalOf(input: Readable, output: Writable, errors: Writable): Terminal {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // Nobody is left to be told, and a server goes on without.
  errors.on('error', () => {});
  return {
    input,
    print: async (line) => {
      if (!output.write(`${line}\n`)) await once(output, 'drain');
    },
    note: (line) => {
      errors.write(`${line}\n`);
    },
    ask: async (question, kind) => {
      const isTerminal = 'isTTY' in input && input.isTTY === true;
      return isTerminal ? askPerson(input, errors, question, kind === 'secret') : null;
    },
  };
}

/** @throws BaizeError `input` when the person presses Ctrl-C or Ctrl-D */
async function askPerson(
  input: Readable,
  screen: Writable,
  question: string,
  isSecret: boolean,
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: isSecret ? nowhere : screen, terminal: true });
  const stopped = new Promise<never>((_, fail) => {
    lines.once('close', () => fail(new BaizeError('input', 'Stopped; nothing was done.')));
  });
  try {
    screen.write(question);
    return await Promise.race([lines.question(''), stopped]);
  } finally {
    lines.close();
    if (isSecret) screen.write('\n');
  }
}

// Control and format characters: escape sequences, line breaks, bidirectional overrides, invisible ones.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What others sent, as one line that can not move the cursor, colour, hide or reorder anything. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
}

/** JSON in one line of visible characters; a reader gets back exactly the value. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, escapeUnits);
}

function escapeUnits(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

const PATIENCE = 1_000;

/** Says how work goes on, at most once a second and only when it takes longer than one. */
export function progress({ note }: Pick<Terminal, 'note'>): (step: string) => void {
  let next = performance.now() + PATIENCE;
  return (step) => {
    const now = performance.now();
    if (now < next) return;
    next = now + PATIENCE;
    note(`… ${step}`);
  };
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A length of time in words, rounded down to its largest unit. */
export function duration(milliseconds: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  const [unit, size] = units.find(([, one]) => Math.abs(milliseconds) >= one) ?? units[3];
  return plural(Math.floor(Math.abs(milliseconds) / size), unit);
}
