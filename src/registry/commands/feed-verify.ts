import { readFile } from 'node:fs/promises';
import { BaizeError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { protectedEntries } from '../release/protected-entries.ts';
import { sourceOf } from '../release/source.ts';
import { type FeedFacts, factsOf, openFeed } from '../release/verify.ts';
import { duration, jsonLine, plain, plural } from '../terminal.ts';

export const feedVerify: Command = {
  name: 'feed verify',
  summary: 'Check a feed as a browser would: signatures, expiry, list, delta',
  words: 'URL|DIR',
  count: [1, 1],
  options: {
    root: { value: 'FILE', help: 'the root to trust; without it the feed’s own first root is believed' },
    json: { help: 'print one JSON object' },
  },
  run: async (args, { print }) => {
    const now = new Date();
    const source = sourceOf(args.words[0]!);
    const feed = await openFeed(source, now, await readRoot(args.text('root')));
    const facts = await factsOf(source, feed, now);
    const ignored = protectedEntries(feed);
    const lines = args.has('json') ? [jsonLine({ ...facts, ignored })] : describe(facts, ignored);
    for (const line of lines) await print(line);
    return 0;
  },
};

async function readRoot(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (cause) {
    throw new BaizeError('input', `The root ${file} can not be read.`, { cause });
  }
}

function describe(facts: FeedFacts, ignored: readonly string[]): string[] {
  const { expires } = facts;
  return [
    `Feed        ${plain(facts.name)}, verified`,
    `Addresses   ${facts.addresses.map(plain).join(', ')}`,
    `Version     ${facts.version} (root ${facts.rootVersion})`,
    `Entries     ${facts.entries.toLocaleString('en')}`,
    `Signers     ${facts.signers.map(plain).join(', ')} (${facts.signers.length} of ${facts.threshold} needed; ${facts.rootThreshold} for large changes)`,
    `Age         ${duration(facts.age * 1_000)}, signed ${facts.signed}`,
    `Expires     timestamp ${expires.timestamp}, snapshot ${expires.snapshot}, targets ${expires.targets}, root ${expires.root}`,
    `State       ${facts.state}`,
    `Delta       ${facts.delta === 'held' ? 'leads from the release before to this one' : 'none from the release before'}`,
    ...(ignored.length > 0
      ? [
          `Not stopped ${plural(ignored.length, 'entry names', 'entries name')} what is never stopped: ${ignored.slice(0, 20).join(', ')}`,
        ]
      : []),
  ];
}
