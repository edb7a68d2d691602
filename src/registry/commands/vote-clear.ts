import type { Command } from '../command.ts';
import { readWhyOptions } from '../voting/booth.ts';
import { castVotes, voteOptions } from '../voting/cast.ts';
import { readInput } from './shared.ts';

export const voteClear: Command = {
  name: 'vote clear',
  summary: 'Vote that entries leave the list',
  words: '[KEY…]',
  count: [0, 1_000],
  options: voteOptions,
  details:
    'An entry leaves when the alliance’s quorum of members votes so. Withdrawing a vote to list is the same vote.',
  run: (args, terminal) =>
    castVotes(args, terminal, { action: 'clear', ...readWhyOptions(args) }, (file) =>
      readInput(file, terminal),
    ),
};
