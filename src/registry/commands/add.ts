import { formatEntry } from '../../core/entry.ts';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import type { Command } from '../command.ts';
import { putEntries } from '../store/entries.ts';
import { entryOptions, publishHint, readEntryOptions, requireKey, withRegistry } from './shared.ts';

export const add: Command = {
  name: 'add',
  summary: 'Put a site, page or wallet address on the list, or change its kind, level or reason',
  words: 'KEY',
  count: [1, 1],
  options: {
    ...entryOptions,
    reason: { value: 'TEXT', help: 'why, in a sentence or two; shown with the warning' },
  },
  details: 'KEY is any spelling of a URL, host, host/path or wallet address.',
  run: async (args, { print }) => {
    const entry = readEntryOptions(args);
    const reason = readReason(args.text('reason'));
    return withRegistry(args, async (registry) => {
      const key = requireKey(args.words[0]!, registry);
      const listing = { key, ...entry, ...(reason !== undefined && { reason }) };
      const { added, changed } = await putEntries(registry.db, [listing], new Date());
      const outcome = added ? 'Added' : changed ? 'Changed' : 'On the list already';
      await print(`${outcome}: ${formatEntry(listing)}`);
      if (added || changed) await print(publishHint);
      return 0;
    });
  },
};

function readReason(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const reason = text.trim();
  if (reason.length >= 1 && reason.length <= limits.reasonLength) return reason;
  throw new BaizeError(
    'input',
    `A reason has 1 to ${limits.reasonLength} characters; this one has ${reason.length}.`,
  );
}
