import { BaizeError } from '../../core/errors.ts';
import { currentRoot, feedOption } from '../ceremony/current.ts';
import { readCopies } from '../ceremony/files.ts';
import type { Named } from '../ceremony/proposal.ts';
import { describeProposal, describeRoot, digestOf, expiryWarning, proposalFacts } from '../ceremony/show.ts';
import type { Command } from '../command.ts';
import { jsonLine } from '../terminal.ts';

export const rootStatus: Command = {
  name: 'root status',
  summary: 'Show who has signed a proposed root and who lacks; or the root in force, and when it expires',
  words: '[PROPOSAL…]',
  count: [0, 100],
  options: { ...feedOption, json: { help: 'print one JSON object' } },
  details: 'Several files are copies of one proposal that were signed apart.',
  run: async (args, { print }) => {
    const now = new Date();
    const lines = args.words.length > 0 ? await ofProposal(args.words, args.has('json')) : null;
    for (const line of lines ?? describe(await needCurrent(args), args.has('json'), now)) await print(line);
    return 0;
  },
};

async function ofProposal(files: readonly string[], json: boolean): Promise<string[]> {
  const proposal = await readCopies(files);
  return json ? [jsonLine(await proposalFacts(proposal))] : describeProposal(proposal);
}

async function needCurrent(args: Parameters<Command['run']>[0]): Promise<Named> {
  const current = await currentRoot(args);
  if (current !== null) return current;
  throw new BaizeError(
    'input',
    `There is no registry in ${args.data}. Name a proposal, or a feed with --feed.`,
  );
}

function describe(root: Named, json: boolean, now: Date): string[] {
  if (!json) return describeRoot(root, now);
  const { plan } = root;
  const warning = expiryWarning(plan.expires, plan.version, now);
  return [jsonLine({ sha256: digestOf(root), ...plan, quorum: root.alliance.quorum, warning })];
}
