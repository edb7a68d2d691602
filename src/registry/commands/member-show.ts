import type { Member } from '../../core/alliance.ts';
import { draftOption, openDraft } from '../ceremony/drafts.ts';
import { memberOf } from '../ceremony/edit.ts';
import type { Command } from '../command.ts';
import { jsonLine, plain } from '../terminal.ts';

export const memberShow: Command = {
  name: 'member show',
  summary: 'Show one member with its reviewers’ keys',
  words: 'ID',
  count: [1, 1],
  options: draftOption,
  run: async (args, { print }) => {
    const member = memberOf(await openDraft(args), args.words[0]!);
    const lines = args.has('json') ? [jsonLine(member)] : describe(member);
    for (const line of lines) await print(line);
    return 0;
  },
};

function describe({ id, name, homepage, group, reviewers }: Member): string[] {
  const names = Object.entries(name).map(
    ([language, text]) => `Name      ${plain(text ?? '')} (${language})`,
  );
  return [
    `Id        ${id}`,
    ...names,
    ...(homepage ? [`Homepage  ${plain(homepage)}`] : []),
    ...(group ? [`Group     ${group}`] : []),
    ...reviewers.map(({ key, label }) => `Reviewer  ${key}${label ? `  ${plain(label)}` : ''}`),
  ];
}
