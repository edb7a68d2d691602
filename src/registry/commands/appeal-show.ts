import type { Command } from '../command.ts';
import { groundsOf, keptBy } from '../desk/appeals.ts';
import { answersTo, clockOf, textOf } from '../store/appeals.ts';
import { instant } from '../store/database.ts';
import { inForce } from '../store/roots.ts';
import { jsonLine, plain } from '../terminal.ts';
import { requireAppeal, withRegistry } from './shared.ts';

export const appealShow: Command = {
  name: 'appeal show',
  summary: 'Show one appeal: what it says, its clock, what was answered, who decides',
  words: 'ID',
  count: [1, 1],
  options: { json: { help: 'print one JSON object' } },
  details: 'What people sent is shown as plain text.',
  run: async (args, { print }) =>
    withRegistry(args, async ({ db }) => {
      const appeal = await requireAppeal(db, args.words[0]!);
      const { id, key, received, state, answered, decided, leaf, receipt } = appeal;
      const answers = (await answersTo(db, [id])).get(id) ?? [];
      const { alliance } = (await inForce(db))!;
      const grounds = await groundsOf(db, alliance, appeal, {
        ...{ leaf: Number.POSITIVE_INFINITY, time: instant(new Date()) },
      });
      const about = { id, receipt, key, received, state, ...clockOf(received), answered, decided, leaf };
      const votes = { listedBy: grounds.listedBy, keptBy: keptBy(grounds) };
      if (args.has('json')) {
        await print(jsonLine({ ...about, ...votes, text: textOf(appeal), answers }));
        return 0;
      }
      await print(
        [
          `Appeal ${id} against ${plain(key)}: ${state}${decided === null ? '' : `, ${decided}`}`,
          `Received   ${received}, leaf ${leaf} of the log`,
          `Due        first answer ${about.answerBy}, decision ${about.decideBy}`,
          `Listed by  ${votes.listedBy.join(', ')}`,
          `Since then ${votes.keptBy.length === 0 ? 'nobody has' : `${votes.keptBy.join(', ')} have`} voted that it stays`,
          '',
          plain(textOf(appeal)),
          ...answers.map(({ time, member, text }) => `\n${member}, ${time}:\n${plain(text)}`),
        ].join('\n'),
      );
      return 0;
    }),
};
