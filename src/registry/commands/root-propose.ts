import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { currentRoot, feedOption } from '../ceremony/current.ts';
import { readDraft } from '../ceremony/draft.ts';
import { withRequests } from '../ceremony/edit.ts';
import { wishFrom, wishOptions, writeNewProposal } from '../ceremony/files.ts';
import { propose } from '../ceremony/propose.ts';
import { describeProposal, proposalFacts } from '../ceremony/show.ts';
import type { Arguments, Command } from '../command.ts';
import { waitingRequests } from '../store/staff.ts';
import { jsonLine } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const rootPropose: Command = {
  name: 'root propose',
  summary:
    'Write the next root: a member joins or leaves, a key is lost, a threshold changes, a year is over',
  words: '',
  count: [0, 0],
  options: {
    draft: { value: 'FILE', help: 'the alliance as it shall be; without it, it stays as it is' },
    drop: {
      value: 'KEY',
      help: 'a root or co-signer key that goes, or how it begins; again for each',
      multiple: true,
    },
    requests: { help: 'with the reviewers that coordinators have asked to add or remove (member requests)' },
    ...wishOptions,
    ...feedOption,
  },
  details:
    'Without options but --out it renews the root for another year. Shown is everything that changes. A member that the\ndraft leaves out takes its keys along.',
  run: async (args, { print }) => {
    const current = await currentRoot(args);
    if (current === null) {
      throw new BaizeError(
        'input',
        `There is no registry in ${args.data}. Name the feed with --feed, or begin with: baize root init`,
      );
    }
    const wish = await wishFrom(args, new Date());
    const proposal = await propose(current, {
      ...wish,
      alliance: args.has('requests')
        ? await askedAlliance(args.data, (await draftFrom(args)) ?? current.alliance)
        : await draftFrom(args),
      drop: args.texts('drop'),
    });
    const file = await writeNewProposal(args, proposal);
    const lines = args.has('json')
      ? [jsonLine({ file, ...(await proposalFacts(proposal)) })]
      : [...(await describeProposal(proposal)), `Written to ${file}`];
    for (const line of lines) await print(line);
    return 0;
  },
};

async function draftFrom(args: Arguments) {
  const file = args.text('draft');
  if (file === undefined) return undefined;
  const draft = await readDraft(file);
  if (draft === null) throw new BaizeError('input', `There is no draft ${file}.`);
  return draft;
}

async function askedAlliance(data: string, alliance: Alliance): Promise<Alliance> {
  return withRegistry({ data }, async ({ db }) => withRequests(alliance, await waitingRequests(db)));
}
