import { appealStates } from '../../core/report.ts';
import { type Command, UsageError } from '../command.ts';
import { appealRows } from '../desk/appeal-view.ts';
import { findAppeals, isOverdue } from '../store/appeals.ts';
import { instant } from '../store/database.ts';
import { jsonLine, plain } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const appealList: Command = {
  name: 'appeal list',
  summary: 'Show appeals, overdue ones first',
  words: '',
  count: [0, 0],
  options: {
    state: { value: 'STATE', help: `only those that are ${appealStates.join(', ')}` },
    json: { help: 'print one JSON object a line' },
  },
  run: async (args, { print }) => {
    const said = args.text('state');
    const state = appealStates.find((one) => one === said) ?? null;
    if (said !== undefined && state === null) {
      throw new UsageError(`--state is one of ${appealStates.join(', ')}.`);
    }
    return withRegistry(args, async ({ db }) => {
      const now = new Date();
      const rows = appealRows(await findAppeals(db, state), now);
      for (const row of rows) {
        const late = isOverdue(row, instant(now)) ? '  OVERDUE' : '';
        const due = row.answered === null ? `answer by ${row.answerBy}` : `decide by ${row.decideBy}`;
        const when = row.decided === null ? due : `decided ${row.decided}`;
        const line = `${row.id}  ${row.state.padEnd(9)}  ${row.received}  ${when}  ${plain(row.key)}${late}`;
        await print(args.has('json') ? jsonLine(row) : line);
      }
      if (rows.length === 0 && !args.has('json')) await print('No appeals.');
      return 0;
    });
  },
};
