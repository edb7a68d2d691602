import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { BaizeError } from '../../core/errors.ts';
import type { Arguments, Command } from '../command.ts';
import { type BadLine, type ReadKeys, readKeys, readTexts } from '../keys-file.ts';
import { ownHosts } from '../registry.ts';
import { putEntries } from '../store/entries.ts';
import { jsonLine, plain, plural, progress, type Terminal } from '../terminal.ts';
import { entryOptions, publishHint, readEntryOptions, withRegistry } from './shared.ts';

const SHOWN = 50;

export const importFile: Command = {
  name: 'import',
  summary: 'Put every key of a file on the list, all or none',
  words: 'FILE',
  count: [1, 1],
  options: {
    ...entryOptions,
    'skip-bad': { help: 'import the rest when lines can not be listed' },
    json: { help: 'print one JSON object, with every line that can not be listed' },
  },
  details:
    'FILE is a JSON array of strings, or text with one key a line (# comments and empty lines are passed over);\n"-" is standard input. Every key is brought to its canonical form.',
  run: async (args, terminal) => {
    const entry = readEntryOptions(args);
    const texts = readTexts(await readInput(args.words[0]!, terminal));
    return withRegistry(args, async (registry) => {
      const onStep = progress(terminal);
      const read = readKeys(texts, ownHosts(registry.alliance), (done) =>
        onStep(`read ${done.toLocaleString('en')} of ${texts.length.toLocaleString('en')}`),
      );
      const refused = read.bad.length > 0 && !args.has('skip-bad');
      const listings = refused ? [] : read.keys.map((key) => ({ key, ...entry }));
      const count = await putEntries(registry.db, listings, new Date(), (done) =>
        onStep(`stored ${done.toLocaleString('en')} of ${plural(listings.length, 'key')}`),
      );
      await tell(args, terminal, { lines: texts.length, imported: !refused, ...count, ...read });
      return refused ? 1 : 0;
    });
  },
};

interface Outcome extends ReadKeys {
  readonly lines: number;
  readonly imported: boolean;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

async function tell(args: Arguments, terminal: Terminal, outcome: Outcome): Promise<void> {
  const { keys, bad, imported, duplicates, added, changed, same } = outcome;
  if (args.has('json')) return terminal.print(jsonLine({ ...outcome, keys: keys.length }));
  for (const line of describeBad(bad)) terminal.note(line);
  if (!imported) {
    terminal.note(
      `Nothing was imported: ${plural(bad.length, 'line')} of ${outcome.lines.toLocaleString('en')} can not be listed. Mend them, or leave them out with --skip-bad.`,
    );
    return;
  }
  const skipped = bad.length > 0 ? `, ${plural(bad.length, 'bad line')} left out` : '';
  await terminal.print(
    `Imported ${plural(added, 'new entry', 'new entries')}; ${changed.toLocaleString('en')} changed, ${same.toLocaleString('en')} on the list already, ${plural(duplicates, 'duplicate')}${skipped}.`,
  );
  if (added + changed > 0) await terminal.print(publishHint);
}

function describeBad(bad: readonly BadLine[]): string[] {
  const lines = bad
    .slice(0, SHOWN)
    .map(({ line, text, reason }) => `line ${line}: ${plain(text)}: ${reason}`);
  return bad.length > SHOWN
    ? [...lines, `and ${(bad.length - SHOWN).toLocaleString('en')} more (--json shows all)`]
    : lines;
}

async function readInput(file: string, { input }: Terminal): Promise<Uint8Array> {
  if (file === '-') return buffer(input);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new BaizeError('input', `${file} can not be read: is the name right?`, { cause });
  }
}
