import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { type Arguments, type Option, UsageError } from '../command.ts';
import { openKey } from '../keys/key-file.ts';
import { passphraseFrom, passphraseOption } from '../keys/passphrase.ts';
import { openRegistry, type Registry } from '../registry.ts';
import { keyFileOf } from '../release/keys.ts';
import type { Terminal } from '../terminal.ts';
import { type Ballot, localBallot, remoteBallot } from './ballot.ts';
import { type Voter, voterOf } from './statement.ts';

/** The options of every command that votes. */
export const voterOptions: Readonly<Record<string, Option>> = {
  key: { value: 'FILE', help: 'the reviewer’s key to sign with (default: vote.key of the data folder)' },
  ...passphraseOption,
};

export const whyOptions: Readonly<Record<string, Option>> = {
  reason: { value: 'TEXT', help: 'why, in a sentence or two; shown with the warning' },
  evidence: { value: 'LINK', help: 'where to see it (https://…); again for each', multiple: true },
};

/** A reviewer with the key in hand, and where the votes go. */
export interface Booth {
  readonly ballot: Ballot;
  readonly voter: Voter;
  /** Null when it is elsewhere. */
  readonly registry: Registry | null;
}

/**
 * Opens the reviewer's key and the registry, and closes that one, come what may.
 *
 * @throws BaizeError `input`, `missing`, also when the alliance does not know the key
 */
export async function withBooth<T>(
  args: Arguments,
  terminal: Terminal,
  work: (booth: Booth) => Promise<T>,
): Promise<T> {
  const place = args.text('registry');
  const isRemote = place !== undefined && /^https?:\/\//i.test(place);
  if (isRemote)
    return work(await boothFor(args, terminal, await remoteBallot(place, await readRoot(args)), null));
  const registry = await openRegistry(place ?? args.data);
  try {
    return await work(await boothFor(args, terminal, localBallot(registry), registry));
  } finally {
    await registry.close();
  }
}

async function boothFor(
  args: Arguments,
  terminal: Terminal,
  ballot: Ballot,
  registry: Registry | null,
): Promise<Booth> {
  const file = args.text('key') ?? keyFileOf(join(registry?.paths.data ?? args.data, 'keys'), 'vote');
  const key = await openKey(file, 'vote', passphraseFrom(args, terminal));
  return { ballot, registry, voter: voterOf(ballot.alliance, key) };
}

/** The file of `--root`. @throws BaizeError `input` */
export async function readRoot(args: Arguments): Promise<Uint8Array | undefined> {
  const file = args.text('root');
  if (file === undefined) return undefined;
  return readFile(file).catch((cause) => {
    throw new BaizeError('input', `The root ${file} can not be read.`, { cause });
  });
}

/** What was typed as reason and evidence: a reason is one line. @throws UsageError when it is empty */
export function readWhyOptions(args: Arguments): { reason: string | undefined; evidence: readonly string[] } {
  const reason = args.text('reason')?.replace(/\s+/g, ' ').trim();
  if (reason === '') throw new UsageError('--reason is empty.');
  return { reason, evidence: args.texts('evidence') };
}
