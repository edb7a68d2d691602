import { formatEntry } from '../../core/entry.ts';
import type { Command } from '../command.ts';
import { listableKey } from '../listable.ts';
import { ownHosts } from '../registry.ts';
import { findEntries } from '../store/entries.ts';
import { jsonLine } from '../terminal.ts';
import { readWhyOptions, voterOptions, whyOptions, withBooth } from '../voting/booth.ts';
import { describePublished, publishAlone } from '../voting/publish-alone.ts';
import { signVote } from '../voting/statement.ts';
import { describeVoices, timeOfVote, voicesOn } from '../voting/voices.ts';

export const remove: Command = {
  name: 'remove',
  summary: 'Vote an entry off the list',
  words: 'KEY',
  count: [1, 1],
  options: { ...whyOptions, ...voterOptions, json: { help: 'print one JSON object' } },
  details:
    'KEY is any spelling of what is listed. Only that very entry goes; a parent domain that is listed stays. A member alone has\nit taken off at once; in a bigger alliance it is one voice, as with "baize vote clear".',
  run: async (args, terminal) =>
    withBooth(args, terminal, async ({ ballot, voter, registry }) => {
      const { db } = registry!;
      const text = args.words[0]!;
      // What may not be listed any more must still be removable, by its exact key.
      const listable = listableKey(text, ownHosts(ballot.alliance));
      const key = 'key' in listable ? listable.key : text.trim();
      const entry = (await findEntries(db, [key]))[0];
      if (entry === undefined) {
        terminal.note(`${key} is not on the list. Look up what covers it with: baize check ${text}`);
        return 1;
      }
      const time = await timeOfVote(db, voter.member, key, new Date());
      const leaf = await ballot.cast(
        await signVote(voter, key, { action: 'clear', ...readWhyOptions(args) }, time),
      );
      const published = await publishAlone(registry!);
      const voices = published ? null : await voicesOn(db, ballot.alliance, key, 'clear');
      const line = formatEntry(entry);
      if (args.has('json')) await terminal.print(jsonLine({ key, leaf, voices, published }));
      else if (voices) await terminal.print(`Voted to clear: ${line}\n${describeVoices(voices)}`);
      else await terminal.print(`Removed: ${line}\n${describePublished(published!)}`);
      return 0;
    }),
};
