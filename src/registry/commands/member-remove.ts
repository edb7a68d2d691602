import { draftOption, keepDraft, openDraft } from '../ceremony/drafts.ts';
import { removeMember } from '../ceremony/edit.ts';
import type { Command } from '../command.ts';
import { jsonLine } from '../terminal.ts';

export const memberRemove: Command = {
  name: 'member remove',
  summary: 'Take a member out of the draft of the alliance',
  words: 'ID',
  count: [1, 1],
  options: draftOption,
  details: 'Entries that the member voted for stay listed; its votes count for no new decision.',
  run: async (args, terminal) => {
    const id = args.words[0]!;
    const draft = removeMember(await openDraft(args), id);
    await keepDraft(args, terminal, draft);
    await terminal.print(args.has('json') ? jsonLine({ removed: id }) : `Taken out of the draft: ${id}`);
    return 0;
  },
};
