import type { Alliance } from '../../core/alliance.ts';
import { BaizeError } from '../../core/errors.ts';
import { type Arguments, type Option, UsageError } from '../command.ts';
import { type BadLine, readKeys, readTexts } from '../keys-file.ts';
import { listableKey } from '../listable.ts';
import { ownHosts } from '../registry.ts';
import { jsonLine, plain, plural, progress, type Terminal } from '../terminal.ts';
import { castBatch } from './ballot.ts';
import { type Booth, voterOptions, whyOptions, withBooth } from './booth.ts';
import { type Opinion, signVote } from './statement.ts';
import { describeVoices, timeOfVote, type Voices, voicesOn } from './voices.ts';

/** The options that `vote list` and `vote clear` share. */
export const voteOptions: Readonly<Record<string, Option>> = {
  ...whyOptions,
  file: { value: 'FILE', help: 'vote on every key of a file with one statement; "-" is standard input' },
  'skip-bad': { help: 'vote on the rest when lines of the file are no keys' },
  registry: { value: 'URL|DIR', help: 'where to (default: the data folder)' },
  root: {
    value: 'FILE',
    help: 'with a URL: the root to trust; without it the feed’s own first root is believed',
  },
  ...voterOptions,
  json: { help: 'print one JSON object for each vote' },
};

/** What became of a vote. `voices` is null where only the registry knows. */
interface Cast {
  readonly key: string;
  readonly leaf: number;
  readonly voices: Voices | null;
}

/** Casts what was typed: a vote for each key, or one batch for a file. @returns the exit code */
export async function castVotes(
  args: Arguments,
  terminal: Terminal,
  opinion: Opinion,
  read: (file: string) => Promise<Uint8Array>,
): Promise<number> {
  const file = args.text('file');
  if ((file === undefined) === (args.words.length === 0)) {
    throw new UsageError('Name keys, or a file of keys with --file.');
  }
  return withBooth(args, terminal, async (booth) => {
    if (file !== undefined) return castFile(args, terminal, booth, opinion, await read(file));
    const keys = args.words.map((text) => keyOf(text, booth.ballot.alliance, opinion));
    for (const key of keys) await tell(args, terminal, opinion, await castOne(booth, key, opinion));
    return 0;
  });
}

/** What may not be listed any more may still be cleared, by its exact key. */
function keyOf(text: string, alliance: Alliance, { action }: Opinion): string {
  const listable = listableKey(text, ownHosts(alliance));
  if ('key' in listable) return listable.key;
  if (action === 'clear') return text.trim();
  throw new BaizeError('input', `${text} can not be listed: ${listable.refusal}.`);
}

async function castOne({ ballot, voter, registry }: Booth, key: string, opinion: Opinion): Promise<Cast> {
  const now = new Date();
  const time = registry === null ? now : await timeOfVote(registry.db, voter.member, key, now);
  const leaf = await ballot.cast(await signVote(voter, key, opinion, time));
  const voices = registry && (await voicesOn(registry.db, ballot.alliance, key, opinion.action));
  return { key, leaf, voices };
}

async function tell(args: Arguments, { print }: Terminal, { action }: Opinion, cast: Cast): Promise<void> {
  if (args.has('json')) return print(jsonLine({ action, ...cast }));
  await print(`Voted to ${action} ${plain(cast.key)}: leaf ${cast.leaf} of the log.`);
  if (cast.voices !== null) await print(describeVoices(cast.voices));
}

async function castFile(
  args: Arguments,
  terminal: Terminal,
  { ballot, voter }: Booth,
  opinion: Opinion,
  bytes: Uint8Array,
): Promise<number> {
  const onStep = progress(terminal);
  const lines = readTexts(bytes);
  const { keys, bad, duplicates } = readKeys(lines, ownHosts(ballot.alliance), (done) =>
    onStep(`read ${done.toLocaleString('en')} of ${lines.length.toLocaleString('en')}`),
  );
  const isRefused = (bad.length > 0 && !args.has('skip-bad')) || keys.length === 0;
  onStep('sending');
  const leaf = isRefused ? null : await castBatch(ballot, voter, keys, opinion, new Date());
  if (args.has('json')) {
    await terminal.print(jsonLine({ action: opinion.action, leaf, keys: keys.length, bad, duplicates }));
  } else {
    for (const line of describeBad(bad)) terminal.note(line);
    if (isRefused)
      terminal.note('Nothing was voted on. Mend the file, or leave bad lines out with --skip-bad.');
    else
      await terminal.print(
        `Voted to ${opinion.action} ${plural(keys.length, 'key')} with one statement: leaf ${leaf} of the log.`,
      );
  }
  return isRefused ? 1 : 0;
}

const SHOWN = 50;

/** Lines that are no keys, each with its reason, as many as a person reads. */
export function describeBad(bad: readonly BadLine[]): string[] {
  const lines = bad
    .slice(0, SHOWN)
    .map(({ line, text, reason }) => `line ${line}: ${plain(text)}: ${reason}`);
  return bad.length > SHOWN
    ? [...lines, `and ${(bad.length - SHOWN).toLocaleString('en')} more (--json shows all)`]
    : lines;
}
