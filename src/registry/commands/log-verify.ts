import { join } from 'node:path';
import type { Command } from '../command.ts';
import { type VerifiedLog, verifyLog } from '../cosign/verify-log.ts';
import { sourceOf } from '../release/source.ts';
import { jsonLine, plain, plural, progress } from '../terminal.ts';
import { readRoot } from '../voting/booth.ts';

export const logVerify: Command = {
  name: 'log verify',
  summary: 'Replay a whole log and hold the published list to it, byte for byte',
  words: '[URL|DIR]',
  count: [0, 1],
  options: {
    root: { value: 'FILE', help: 'the root to trust; without it the feed’s own first root is believed' },
    json: { help: 'print one JSON object' },
  },
  details:
    'URL|DIR is the feed’s base (default: that of the data folder). Every root, vote, release, tile and cosignature is checked.\nAnybody can do this; nothing is taken from the registry but its public files.',
  run: async (args, terminal) => {
    const source = sourceOf(args.words[0] ?? join(args.data, 'feed'));
    const verified = await verifyLog(source, { root: await readRoot(args), onStep: progress(terminal) });
    for (const line of args.has('json') ? [jsonLine(verified)] : describe(verified))
      await terminal.print(line);
    return 0;
  },
};

function describe({
  origin,
  leaves,
  version,
  entries,
  state,
  root,
  members,
  threshold,
}: VerifiedLog): string[] {
  return [
    `Log       ${plain(origin)}, verified: ${plural(leaves, 'leaf', 'leaves')}`,
    `Release   ${version} (root ${root}): ${plural(entries, 'entry', 'entries')}, as published, byte for byte`,
    `State     ${state}`,
    `Members   ${members.map(plain).join(', ')} (${members.length} of ${threshold} needed)`,
  ];
}
