import { requireNotBehindAddresses } from '../backup/ahead.ts';
import { restore } from '../backup/restore.ts';
import type { Command } from '../command.ts';
import { databaseName, pathsOf } from '../registry.ts';
import { jsonLine, plural } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Make a registry from a backup, in a folder and a database that hold none',
  words: 'FILE',
  count: [1, 1],
  options: { json: { help: 'print one JSON object' } },
  details:
    'All of it or nothing. A backup from SQLite restores into PostgreSQL (BAIZE_DATABASE_URL) and the other way round.\nWhat came after the backup is not in it: where the feed has gone on since, this ends with code 1 and the command that\ncatches up. Until then nothing is published.',
  run: async (args, { print }) => {
    const paths = pathsOf(args.data);
    const restored = await restore(args.words[0]!, paths);
    const { made, rows, files } = restored;
    const text = `Restored ${plural(rows, 'row')} and ${plural(files, 'file')} into ${databaseName(paths)}, as of ${made}.`;
    await print(args.has('json') ? jsonLine(restored) : text);
    await withRegistry(args, requireNotBehindAddresses);
    return 0;
  },
};
