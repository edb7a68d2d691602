import type { Command } from '../command.ts';
import { defaultAddress, initRegistry } from '../init.ts';
import { plural } from '../terminal.ts';

export const init: Command = {
  name: 'init',
  summary: 'Make a new registry: store, keys, and a first release with an empty list',
  words: '',
  count: [0, 0],
  options: {
    name: {
      value: 'NAME',
      help: 'who publishes the list, as people will read it (default "Baize registry")',
    },
    url: {
      value: 'BASE',
      help: `where browsers find the feed (default ${defaultAddress}); again for each mirror`,
      multiple: true,
    },
  },
  run: async (args, { print }) => {
    const urls = args.texts('url');
    const addresses = urls.length > 0 ? urls : [defaultAddress];
    const { registry, published } = await initRegistry(
      args.data,
      args.text('name') ?? 'Baize registry',
      addresses,
    );
    const { paths, alliance } = registry;
    await registry.close();
    await print(
      `${alliance.name.en}: a registry in ${paths.data}, release ${published.version} with ${plural(published.entries, 'entry', 'entries')}.`,
    );
    await print(`Feed:  ${paths.feed}  →  ${alliance.addresses.join(', ')}`);
    await print(
      `Keys:  ${paths.keys}  Keep a copy away from this machine: without them nobody can publish this feed.`,
    );
    await print('Next:  baize add KEY --kind KIND, then baize serve.');
    return 0;
  },
};
