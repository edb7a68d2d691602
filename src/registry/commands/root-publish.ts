import { readCopies } from '../ceremony/files.ts';
import { publishRoot } from '../ceremony/publish.ts';
import { digestOf } from '../ceremony/show.ts';
import type { Command } from '../command.ts';
import { jsonLine } from '../terminal.ts';

export const rootPublish: Command = {
  name: 'root publish',
  summary: 'Put a root in force that enough members have signed',
  words: 'PROPOSAL…',
  count: [1, 100],
  options: { json: { help: 'print one JSON object' } },
  details:
    'Several files are copies of one proposal that were signed apart. Asked are enough members of the root in force and of\nthe new one. The next release goes out under it; until then browsers keep the list they have.',
  run: async (args, { print }) => {
    const proposal = await readCopies(args.words);
    await publishRoot(args.data, proposal, new Date());
    const { version, expires } = proposal.next.plan;
    const sha256 = digestOf(proposal.next);
    if (args.has('json')) await print(jsonLine({ version, sha256, expires }));
    else
      await print(
        `Root ${version} is in force, SHA-256 ${sha256}. It reaches browsers with the next release: baize publish`,
      );
    return 0;
  },
};
