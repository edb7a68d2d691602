import type { Command } from '../command.ts';
import { type StaffRow, waitingRequests } from '../store/staff.ts';
import { jsonLine, plain } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const memberRequests: Command = {
  name: 'member requests',
  summary: 'Show which reviewers coordinators have asked to add or remove',
  words: '',
  count: [0, 0],
  options: { json: { help: 'print one JSON object a line' } },
  details:
    'Coordinators ask at the desk. Granted is what a root ceremony grants: baize root propose --requests. A key that is to be\nremoved counts no more at this registry from when that was asked.',
  run: async (args, { print }) =>
    withRegistry(args, async ({ db }) => {
      const waiting = await waitingRequests(db);
      for (const request of waiting) await print(args.has('json') ? jsonLine(request) : describe(request));
      if (waiting.length === 0 && !args.has('json')) await print('Nothing is asked for.');
      return 0;
    }),
};

function describe({ time, member, action, key, label, role }: StaffRow): string {
  return `${time}  ${member}: ${action} the ${role} ${plain(label ?? 'without a label')}  ${key}`;
}
