import type { Command } from '../command.ts';
import { allReports, type StoredReport } from '../store/reports.ts';
import { jsonLine, plain, plural } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const reports: Command = {
  name: 'reports',
  summary: 'Show what people reported, newest first',
  words: '',
  count: [0, 0],
  options: { json: { help: 'print one JSON object a line' } },
  details:
    'What people sent is shown as plain text: control, invisible and direction characters are left out.',
  run: async (args, { print }) =>
    withRegistry(args, async ({ db }) => {
      const all = await allReports(db);
      for (const report of all) await print(args.has('json') ? jsonLine(flat(report)) : describe(report));
      if (all.length === 0 && !args.has('json')) await print('No reports.');
      return 0;
    }),
};

function flat({ report, ...rest }: StoredReport) {
  return { ...rest, ...report };
}

function describe({ received, state, reason, report, additions }: StoredReport): string {
  const addresses = report.addresses ?? [];
  const said = reason === undefined ? state : `${state}: ${reason}`;
  return [
    `${received}  ${said.padEnd(8)}  ${report.kind}  ${plain(report.subject)}`,
    ...(report.note ? [`    ${plain(report.note)}`] : []),
    ...(addresses.length > 0
      ? [`    ${plural(addresses.length, 'address', 'addresses')}: ${addresses.map(plain).join(' ')}`]
      : []),
    ...additions.map((added) => `    added ${added.received}: ${plain(added.note)}`),
  ].join('\n');
}
