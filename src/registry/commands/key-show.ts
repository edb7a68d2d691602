import type { Command } from '../command.ts';
import { aboutKey } from '../keys/about.ts';
import { openKey } from '../keys/key-file.ts';
import { passphraseFrom, passphraseOption } from '../keys/passphrase.ts';
import { jsonLine } from '../terminal.ts';

export const keyShow: Command = {
  name: 'key show',
  summary: 'Show whose key a file holds and what it is for; try its passphrase',
  words: 'FILE',
  count: [1, 1],
  options: {
    ...passphraseOption,
    try: { help: 'open the key, to be sure that the passphrase is the right one' },
    json: { help: 'print one JSON object' },
  },
  run: async (args, terminal) => {
    const file = args.words[0]!;
    const facts = await aboutKey(file);
    if (args.has('try')) await openKey(file, facts.use, passphraseFrom(args, terminal));
    const opened = args.has('try') ? { opened: true } : {};
    if (args.has('json')) await terminal.print(jsonLine({ ...facts, ...opened }));
    else for (const line of describe({ ...facts, ...opened })) await terminal.print(line);
    return 0;
  },
};

function describe(facts: object): string[] {
  return Object.entries(facts).map(([name, value]) => `${name.padEnd(8)}  ${value}`);
}
