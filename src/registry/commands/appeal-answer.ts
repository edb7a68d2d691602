import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { type Command, UsageError } from '../command.ts';
import { answerAppeal } from '../store/appeals.ts';
import { voterOptions, withBooth } from '../voting/booth.ts';
import { requireAppeal } from './shared.ts';

export const appealAnswer: Command = {
  name: 'appeal answer',
  summary: 'Answer an appeal in a member’s name: everybody can read it',
  words: 'ID TEXT',
  count: [2, 2],
  options: voterOptions,
  details:
    'The key says whose answer it is. An answer decides nothing: members decide by voting to clear the entry, or to list it anew.\nNever ask for keys or a payment.',
  run: async (args, terminal) => {
    const [id = '', said = ''] = args.words;
    const text = said.trim();
    if (text === '' || text.length > limits.appealLength) {
      throw new UsageError(`An answer has 1 to ${limits.appealLength} characters.`);
    }
    return withBooth(args, terminal, async ({ registry, voter }) => {
      if (registry === null) throw new BaizeError('input', 'Appeals are answered where the registry is.');
      const appeal = await requireAppeal(registry.db, id);
      const by = { member: voter.member, keyid: voter.key.public };
      await answerAppeal(registry.db, appeal.id, by, text, new Date());
      await terminal.print(`Answered appeal ${appeal.id} in the name of ${voter.member}.`);
      return 0;
    });
  },
};
