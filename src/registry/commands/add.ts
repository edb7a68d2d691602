import { formatEntry } from '../../core/entry.ts';
import type { Command } from '../command.ts';
import { findEntries } from '../store/entries.ts';
import { jsonLine } from '../terminal.ts';
import { readWhyOptions, voterOptions, whyOptions, withBooth } from '../voting/booth.ts';
import { describePublished, publishAlone } from '../voting/publish-alone.ts';
import { signVote } from '../voting/statement.ts';
import { describeVoices, timeOfVote, voicesOn } from '../voting/voices.ts';
import { entryOptions, readEntryOptions, requireKey } from './shared.ts';

export const add: Command = {
  name: 'add',
  summary: 'Vote a site, page or wallet address onto the list, or for another kind, level or reason',
  words: 'KEY',
  count: [1, 1],
  options: { ...entryOptions, ...whyOptions, ...voterOptions, json: { help: 'print one JSON object' } },
  details:
    'KEY is any spelling of a URL, host, host/path or wallet address. A member alone has it listed and published at once;\nin a bigger alliance it is one voice, as with "baize vote list".',
  run: async (args, terminal) => {
    const entry = readEntryOptions(args);
    const why = readWhyOptions(args);
    return withBooth(args, terminal, async ({ ballot, voter, registry }) => {
      const { db } = registry!;
      const key = requireKey(args.words[0]!, ballot.alliance);
      const line = formatEntry({ key, ...entry });
      const before = (await findEntries(db, [key]))[0];
      const isSame = before !== undefined && formatEntry(before) === line;
      if (isSame && why.reason === undefined && why.evidence.length === 0) {
        await terminal.print(
          args.has('json') ? jsonLine({ key, leaf: null }) : `On the list already: ${line}`,
        );
        return 0;
      }
      const time = await timeOfVote(db, voter.member, key, new Date());
      const leaf = await ballot.cast(await signVote(voter, key, { action: 'list', ...entry, ...why }, time));
      const published = await publishAlone(registry!);
      const voices = published ? null : await voicesOn(db, ballot.alliance, key, 'list');
      if (args.has('json')) await terminal.print(jsonLine({ key, leaf, voices, published }));
      else if (voices) await terminal.print(`Voted to list: ${line}\n${describeVoices(voices)}`);
      else await terminal.print(`${before ? 'Changed' : 'Added'}: ${line}\n${describePublished(published!)}`);
      return 0;
    });
  },
};
