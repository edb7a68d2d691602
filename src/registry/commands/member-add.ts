import {
  draftOption,
  keepDraft,
  nameOptions,
  namesFrom,
  openDraft,
  reviewersFrom,
} from '../ceremony/drafts.ts';
import { addMember } from '../ceremony/edit.ts';
import { type Command, UsageError } from '../command.ts';
import { jsonLine } from '../terminal.ts';

export const memberAdd: Command = {
  name: 'member add',
  summary: 'Add a member to the draft of the alliance',
  words: 'ID',
  count: [1, 1],
  options: {
    ...nameOptions,
    group: { value: 'ID', help: 'members of one group are under common control and count once' },
    reviewer: {
      value: 'FILE',
      help: 'a vote key, as "key export" printed it; again for each',
      multiple: true,
    },
    ...draftOption,
  },
  details:
    'ID has 1 to 32 of a-z, 0-9 and hyphens and never changes: keys and the log name the member by it.',
  run: async (args, terminal) => {
    const id = args.words[0]!;
    const en = args.text('name');
    if (en === undefined) throw new UsageError('--name is missing.');
    const [homepage, group] = [args.text('homepage'), args.text('group')];
    const member = {
      ...{ id, name: { ...namesFrom(args), en } },
      ...(homepage && { homepage }),
      ...(group && { group }),
      reviewers: await reviewersFrom(args.texts('reviewer'), id),
    };
    await keepDraft(args, terminal, addMember(await openDraft(args), member));
    await terminal.print(args.has('json') ? jsonLine(member) : `Added to the draft: ${id} (${en})`);
    return 0;
  },
};
