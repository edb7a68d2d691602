import { cp } from 'node:fs/promises';
import { BaizeError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { isMissing } from '../release/feed-files.ts';
import { builtFolder } from '../web-files.ts';

export const siteCommand: Command = {
  name: 'site',
  summary: 'Copy the public pages, for a web server or a mirror',
  words: 'DIR',
  count: [1, 1],
  options: {},
  details:
    'One page and what it loads. The web server shows index.html for every address of the pages, with the feed\nbeside it at /feed/; deploy/nginx/baize.conf does so. Needs no registry.',
  run: async (args, { print }) => {
    const to = args.words[0]!;
    // The page last: it names the files that it loads.
    await copy('assets', to);
    await copy('index.html', to);
    await print(`The public pages are in ${to}.`);
    return 0;
  },
};

async function copy(name: string, to: string): Promise<void> {
  try {
    await cp(`${builtFolder('site')}/${name}`, `${to}/${name}`, { recursive: true });
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new BaizeError('input', 'The pages are not built yet. In the folder of Baize: npm run build:web', {
      cause,
    });
  }
}
