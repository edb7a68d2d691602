import { backUp } from '../backup/backup.ts';
import type { Command } from '../command.ts';
import { jsonLine, plural } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Write everything the registry holds into one file, while it goes on working',
  words: 'FILE|DIR',
  count: [1, 1],
  options: {
    keys: { help: 'take the private keys along, too' },
    json: { help: 'print one JSON object' },
  },
  details:
    'Rows as they stood at one moment, and the feed that was out then. The file is the same for SQLite and PostgreSQL,\nis readable by its owner only, and holds what people reported. Private keys stay out of it unless --keys is given.',
  run: async (args, { print }) =>
    withRegistry(args, async (registry) => {
      const made = await backUp(registry, args.words[0]!, args.has('keys'), new Date());
      const { file, rows, files, bytes } = made;
      const keys = args.has('keys') ? 'with the private keys' : 'without private keys';
      const size = `${(bytes / 1_000).toLocaleString('en', { maximumFractionDigits: 0 })} kB`;
      const text = `${file}: ${plural(rows, 'row')}, ${plural(files, 'file')}, ${keys}, ${size}.`;
      await print(args.has('json') ? jsonLine(made) : text);
      return 0;
    }),
};
