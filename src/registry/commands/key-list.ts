import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { aboutKey, type KeyFacts } from '../keys/about.ts';
import { pathsOf } from '../registry.ts';
import { jsonLine } from '../terminal.ts';

export const keyList: Command = {
  name: 'key list',
  summary: 'Show the keys of a folder',
  words: '[DIR]',
  count: [0, 1],
  options: { json: { help: 'print one JSON object a line' } },
  details: 'DIR is the folder "keys" of --data unless you name another. Files that are no keys are told of.',
  run: async (args, { print, note }) => {
    const folder = args.words[0] ?? pathsOf(args.data).keys;
    let isGood = true;
    for (const name of await keyFilesIn(folder)) {
      try {
        const facts = await aboutKey(join(folder, name));
        await print(args.has('json') ? jsonLine(facts) : lineOf(facts));
      } catch (error) {
        if (!(error instanceof BaizeError)) throw error;
        isGood = false;
        note(error.message);
      }
    }
    return isGood ? 0 : 1;
  },
};

async function keyFilesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.key')).sort();
  } catch (cause) {
    throw new BaizeError('input', `The folder ${folder} can not be read.`, { cause });
  }
}

function lineOf({ file, use, member = '-', sealed, public: publicKey }: KeyFacts): string {
  return `${use.padEnd(8)}  ${member.padEnd(16)}  ${sealed ? 'sealed  ' : 'unsealed'}  ${publicKey}  ${file}`;
}
