import type { Arguments, Command } from '../command.ts';
import { type ReadKeys, readKeys, readTexts } from '../keys-file.ts';
import { ownHosts } from '../registry.ts';
import type { Published } from '../release/publish.ts';
import { jsonLine, plural, progress, type Terminal } from '../terminal.ts';
import { castBatch } from '../voting/ballot.ts';
import { readWhyOptions, voterOptions, whyOptions, withBooth } from '../voting/booth.ts';
import { describeBad } from '../voting/cast.ts';
import { describePublished, publishAlone } from '../voting/publish-alone.ts';
import { entryOptions, readEntryOptions, readInput } from './shared.ts';

export const importFile: Command = {
  name: 'import',
  summary: 'Vote every key of a file onto the list, all or none',
  words: 'FILE',
  count: [1, 1],
  options: {
    ...entryOptions,
    ...whyOptions,
    ...voterOptions,
    'skip-bad': { help: 'import the rest when lines can not be listed' },
    json: { help: 'print one JSON object, with every line that can not be listed' },
  },
  details:
    'FILE is a JSON array of strings, or text with one key a line (# comments and empty lines are passed over);\n"-" is standard input. Every key is brought to its canonical form. All of it is one signed statement. A member alone\nhas it listed and published at once; in a bigger alliance it is one voice, as with "baize vote list --file".',
  run: async (args, terminal) => {
    const entry = readEntryOptions(args);
    const why = readWhyOptions(args);
    const texts = readTexts(await readInput(args.words[0]!, terminal));
    return withBooth(args, terminal, async ({ ballot, voter, registry }) => {
      const onStep = progress(terminal);
      const read = readKeys(texts, ownHosts(ballot.alliance), (done) =>
        onStep(`read ${done.toLocaleString('en')} of ${texts.length.toLocaleString('en')}`),
      );
      const refused = read.bad.length > 0 && !args.has('skip-bad');
      const isEmpty = refused || read.keys.length === 0;
      const opinion = { action: 'list' as const, ...entry, ...why };
      const leaf = isEmpty ? null : await castBatch(ballot, voter, read.keys, opinion, new Date());
      const published = isEmpty ? null : await publishAlone(registry!, onStep);
      await tell(args, terminal, { lines: texts.length, imported: !refused, leaf, published, ...read });
      return refused ? 1 : 0;
    });
  },
};

interface Outcome extends ReadKeys {
  readonly lines: number;
  readonly imported: boolean;
  readonly leaf: number | null;
  /** Null where others have to vote, too. */
  readonly published: Published | null;
}

async function tell(args: Arguments, terminal: Terminal, outcome: Outcome): Promise<void> {
  const { keys, bad, imported, duplicates, published } = outcome;
  const added = published?.added ?? 0;
  const changed = published?.changed ?? 0;
  const same = keys.length - added - changed;
  const counts = published ? { added, changed, same } : {};
  if (args.has('json')) return terminal.print(jsonLine({ ...outcome, keys: keys.length, ...counts }));
  for (const line of describeBad(bad)) terminal.note(line);
  if (!imported) {
    terminal.note(
      `Nothing was imported: ${plural(bad.length, 'line')} of ${outcome.lines.toLocaleString('en')} can not be listed. Mend them, or leave them out with --skip-bad.`,
    );
    return;
  }
  const skipped = bad.length > 0 ? `, ${plural(bad.length, 'bad line')} left out` : '';
  if (published === null) {
    await terminal.print(
      `Voted to list ${plural(keys.length, 'key')}; ${plural(duplicates, 'duplicate')}${skipped}.`,
    );
    return;
  }
  await terminal.print(
    `Imported ${plural(added, 'new entry', 'new entries')}; ${changed.toLocaleString('en')} changed, ${same.toLocaleString('en')} on the list already, ${plural(duplicates, 'duplicate')}${skipped}.`,
  );
  await terminal.print(describePublished(published));
}
