import { formatEntry } from '../../core/entry.ts';
import type { Command } from '../command.ts';
import { listableKey } from '../listable.ts';
import { ownHosts } from '../registry.ts';
import { removeEntry } from '../store/entries.ts';
import { publishHint, withRegistry } from './shared.ts';

export const remove: Command = {
  name: 'remove',
  summary: 'Take an entry off the list',
  words: 'KEY',
  count: [1, 1],
  options: {},
  details:
    'KEY is any spelling of what is listed. Only that very entry goes; a parent domain that is listed stays.',
  run: async (args, { print, note }) =>
    withRegistry(args, async (registry) => {
      const text = args.words[0]!;
      // What may not be listed any more must still be removable, by its exact key.
      const listable = listableKey(text, ownHosts(registry.alliance));
      const key = 'key' in listable ? listable.key : text.trim();
      const entry = await removeEntry(registry.db, key, new Date());
      if (entry === null) {
        note(`${key} is not on the list. Look up what covers it with: baize check ${text}`);
        return 1;
      }
      await print(`Removed: ${formatEntry(entry)}`);
      await print(publishHint);
      return 0;
    }),
};
