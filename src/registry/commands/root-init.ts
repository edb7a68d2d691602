import { BaizeError } from '../../core/errors.ts';
import { readDraft } from '../ceremony/draft.ts';
import { wishFrom, wishOptions, writeNewProposal } from '../ceremony/files.ts';
import { propose } from '../ceremony/propose.ts';
import { describeProposal, proposalFacts } from '../ceremony/show.ts';
import { type Command, UsageError } from '../command.ts';
import { jsonLine } from '../terminal.ts';

export const rootInit: Command = {
  name: 'root init',
  summary: 'Begin an alliance: write the first root, to be signed by its members',
  words: 'DRAFT',
  count: [1, 1],
  options: wishOptions,
  details:
    'DRAFT is the alliance.json that the "member" commands made. Every member hands over the public part of a root key\nand of a co-signer key. Then: baize root sign (each member), baize root status, baize root publish.',
  run: async (args, { print }) => {
    const draft = await readDraft(args.words[0]!);
    if (draft === null) throw new BaizeError('input', `There is no draft ${args.words[0]}.`);
    const wish = await wishFrom(args, new Date());
    if (wish.threshold === undefined || wish.releaseThreshold === undefined) {
      throw new UsageError('--threshold and --release-threshold say how many members have to sign.');
    }
    const proposal = await propose(null, { ...wish, alliance: draft, drop: [] });
    const file = await writeNewProposal(args, proposal);
    const lines = args.has('json')
      ? [jsonLine({ file, ...(await proposalFacts(proposal)) })]
      : [...(await describeProposal(proposal)), `Written to ${file}`];
    for (const line of lines) await print(line);
    return 0;
  },
};
