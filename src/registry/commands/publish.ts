import type { Command } from '../command.ts';
import type { Published } from '../release/issue.ts';
import { publish } from '../release/publish.ts';
import { duration, plural, progress } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const publishCommand: Command = {
  name: 'publish',
  summary: 'Sign what is pending as the next release, or renew what nears its expiry',
  words: '',
  count: [0, 0],
  options: {},
  run: async (args, terminal) =>
    withRegistry(args, async (registry) => {
      const start = performance.now();
      const published = await publish(registry, { onStep: progress(terminal) });
      const took = performance.now() - start;
      await terminal.print(
        `${describe(published)} ${took < 1_000 ? `${Math.round(took)} ms` : duration(took)}.`,
      );
      return 0;
    }),
};

function describe({ outcome, version, ...rest }: Published): string {
  if (outcome === 'current')
    return `Nothing is pending; release ${version} is in force and not near its expiry.`;
  if (outcome === 'renewed') return `Nothing is pending; renewed the signatures of release ${version}.`;
  const { entries, added, removed, changed, listBytes, deltas } = rest;
  const news = `+${added} −${removed}${changed ? ` ~${changed}` : ''}`;
  const size = `list ${(listBytes / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })} kB`;
  return `Release ${version}: ${plural(entries, 'entry', 'entries')} (${news}), ${size}, ${plural(deltas, 'delta')}.`;
}
