import { existsSync } from 'node:fs';
import { BaizeError } from '../../core/errors.ts';
import { type Arguments, type Option, UsageError } from '../command.ts';
import { readPublicKey } from '../keys/key-file.ts';
import { writeDurable } from '../release/feed-files.ts';
import { mergeProposals, type Proposal, proposalBytes, readProposal } from './proposal.ts';
import type { Wish } from './propose.ts';

const day = 86_400_000;

/** What says what the next root is to be. */
export const wishOptions: Readonly<Record<string, Option>> = {
  key: {
    value: 'FILE',
    help: 'a member’s root or co-signer key, as "key export" printed it; takes the place of its old one',
    multiple: true,
  },
  threshold: { value: 'N', help: 'how many members have to sign a root' },
  'release-threshold': { value: 'N', help: 'how many members have to sign a release' },
  days: { value: 'N', help: 'until it expires (default and most 365)' },
  out: { value: 'FILE', help: 'the proposal to write (default root-VERSION.json); never written over' },
  json: { help: 'print one JSON object' },
};

/** The part of a wish that every proposal may have. */
export async function wishFrom(args: Arguments, now: Date): Promise<Omit<Wish, 'alliance' | 'drop'>> {
  const days = numberFrom(args, 'days', 365) ?? 365;
  const keys = await Promise.all(args.texts('key').map((file) => readPublicKey(file)));
  const strange = keys.find(({ use }) => use !== 'root' && use !== 'cosigner');
  if (strange) throw new BaizeError('input', `A ${strange.use} key does not stand in a root.`);
  return {
    keys,
    threshold: numberFrom(args, 'threshold', 100),
    releaseThreshold: numberFrom(args, 'release-threshold', 100),
    expires: new Date(now.getTime() + days * day),
  };
}

function numberFrom(args: Arguments, option: string, most: number): number | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number >= 1 && number <= most) return number;
  throw new UsageError(`--${option} is a number from 1 to ${most}, not "${text}".`);
}

/** Writes a new proposal. @returns its file. @throws BaizeError `input` when there is such a file */
export async function writeNewProposal(args: Arguments, proposal: Proposal): Promise<string> {
  const file = args.text('out') ?? `root-${proposal.next.plan.version}.json`;
  if (existsSync(file)) {
    throw new BaizeError('input', `${file} is there already. Move it away, or name another with --out.`);
  }
  await writeDurable(file, proposalBytes(proposal));
  return file;
}

/** Copies of one proposal, signed apart, as one. @throws BaizeError as `readProposal` and `mergeProposals` */
export async function readCopies(files: readonly string[]): Promise<Proposal> {
  const [first, ...others] = await Promise.all(files.map(readProposal));
  return mergeProposals([first!, ...others]);
}
