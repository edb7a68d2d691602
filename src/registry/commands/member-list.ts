import { groupOf } from '../../core/alliance.ts';
import { draftOption, openDraft } from '../ceremony/drafts.ts';
import type { Command } from '../command.ts';
import { jsonLine, plain, plural } from '../terminal.ts';

export const memberList: Command = {
  name: 'member list',
  summary: 'Show the members of the draft, or of the alliance in force where there is no draft',
  words: '',
  count: [0, 0],
  options: draftOption,
  run: async (args, { print }) => {
    const draft = await openDraft(args);
    if (args.has('json')) await print(jsonLine(draft));
    else {
      const groups = new Set(draft.members.map(groupOf)).size;
      const { votes, keys } = draft.caps;
      await print(
        `${plain(draft.name.en)}: ${plural(draft.members.length, 'member')}, of which ${groups} count`,
      );
      await print(
        `Quorum ${draft.quorum}; a member may make ${plural(votes, 'statement')} a day over ${plural(keys, 'key')}`,
      );
      for (const { id, name, group, reviewers } of draft.members) {
        const about = [
          plain(name.en),
          ...(group ? [`group ${group}`] : []),
          plural(reviewers.length, 'reviewer'),
        ];
        await print(`  ${id.padEnd(16)}  ${about.join(', ')}`);
      }
    }
    return 0;
  },
};
