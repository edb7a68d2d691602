import type { Command } from '../command.ts';
import { publicKeyOf } from '../keys/key-file.ts';
import { jsonLine } from '../terminal.ts';

export const keyExport: Command = {
  name: 'key export',
  summary: 'Print the public part of a key, for the alliance’s draft or a root ceremony',
  words: 'FILE',
  count: [1, 1],
  options: { json: { help: 'the same: it is JSON in any case' } },
  details:
    'No passphrase is needed. Write it to a file and hand that over: baize key export ant.key > ant.pub',
  run: async (args, { print }) => {
    await print(jsonLine(await publicKeyOf(args.words[0]!)));
    return 0;
  },
};
