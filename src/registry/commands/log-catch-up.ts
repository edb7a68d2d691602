import { catchUp } from '../backup/catch-up.ts';
import type { Command } from '../command.ts';
import { sourceOf } from '../release/source.ts';
import { jsonLine, plural, progress } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const logCatchUp: Command = {
  name: 'log catch-up',
  summary: 'Bring a registry that was restored from an older backup up to its own public log',
  words: 'URL|DIR',
  count: [1, 1],
  options: { json: { help: 'print one JSON object' } },
  details:
    'URL|DIR is where the feed is out, or a copy of it. Its roots are followed from the newest that this registry knows, and\nevery vote is replayed: all of it or nothing. Votes that no release had taken in are lost; have them cast again.',
  run: async (args, terminal) =>
    withRegistry(args, async (registry) => {
      const caughtUp = await catchUp(registry, sourceOf(args.words[0]!), { onStep: progress(terminal) });
      const { leaves, version, entries, proposed } = caughtUp;
      const open = proposed === null ? '' : ` Release ${proposed} is proposed.`;
      const text = `Took ${plural(leaves, 'leaf', 'leaves')} of the log. Release ${version} is out: ${plural(entries, 'entry', 'entries')}.${open}`;
      await terminal.print(args.has('json') ? jsonLine(caughtUp) : text);
      return 0;
    }),
};
