import { type Command, UsageError } from '../command.ts';
import { readWhyOptions } from '../voting/booth.ts';
import { castVotes, voteOptions } from '../voting/cast.ts';
import { entryOptions, readEntryOptions, readInput } from './shared.ts';

export const voteList: Command = {
  name: 'vote list',
  summary: 'Vote that sites, pages or wallet addresses be listed',
  words: '[KEY…]',
  count: [0, 1_000],
  options: {
    ...entryOptions,
    emergency: {
      help: 'ask for a caution at once, by your voice alone; it ends after 72 hours unless others agree',
    },
    ...voteOptions,
  },
  details:
    'A vote is signed with your key, stands in the public log, and counts for 180 days. What is listed and when is decided by\nthe alliance’s quorum.',
  run: async (args, terminal) => {
    const isEmergency = args.has('emergency');
    if (isEmergency && args.text('file') !== undefined)
      throw new UsageError('--emergency is for single keys.');
    const { kind, level } = readEntryOptions(args);
    const opinion = { action: 'list', kind, level: isEmergency ? 'caution' : level } as const;
    const more = { ...readWhyOptions(args), emergency: isEmergency };
    return castVotes(args, terminal, { ...opinion, ...more }, (file) => readInput(file, terminal));
  },
};
