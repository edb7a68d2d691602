import { BaizeError } from '../../core/errors.ts';
import { currentRoot, feedOption } from '../ceremony/current.ts';
import { addSignature, type Proposal, proposalBytes, readProposal } from '../ceremony/proposal.ts';
import { describeProposal, digestOf, proposalFacts } from '../ceremony/show.ts';
import { noteSigned } from '../ceremony/signed.ts';
import { type Arguments, type Command, UsageError } from '../command.ts';
import { openKey, publicKeyOf, type SigningKey } from '../keys/key-file.ts';
import { passphraseFrom, passphraseOption } from '../keys/passphrase.ts';
import { writeDurable } from '../release/feed-files.ts';
import { signerIn } from '../release/keys.ts';
import { jsonLine, type Terminal } from '../terminal.ts';

export const rootSign: Command = {
  name: 'root sign',
  summary: 'Show what a proposed root changes, and sign it with a root key',
  words: 'PROPOSAL',
  count: [1, 1],
  options: {
    key: { value: 'FILE', help: 'your root key' },
    yes: { help: 'sign without asking' },
    again: { help: 'sign although this key has signed another root of this version, which was given up' },
    ...feedOption,
    ...passphraseOption,
    json: { help: 'print one JSON object; with --yes' },
  },
  details:
    'The signature is written into PROPOSAL. Copies may be signed apart: "root status" and "root publish" take several.\nWhoever made the file says in it which root is in force: compare with --feed, a copy of the feed on a stick will do.\nWhat was signed is noted beside the key, in KEY.signed: keep that with every copy of the key.',
  run: async (args, terminal) => {
    const file = args.words[0]!;
    const keyFile = args.text('key');
    if (keyFile === undefined) throw new UsageError('--key is missing.');
    const proposal = await readProposal(file);
    await requireInForce(args, terminal, proposal);
    requireAsked(proposal, (await publicKeyOf(keyFile)).public, keyFile);
    await agree(args, terminal, proposal);
    const key = await openKey(keyFile, 'root', passphraseFrom(args, terminal));
    await noteSigned(keyFile, proposal.next.metadata.signed, args.has('again'));
    const signed = await addSignature(proposal, signerOf(proposal, key));
    await writeDurable(file, proposalBytes(signed));
    if (args.has('json')) await terminal.print(jsonLine({ file, ...(await proposalFacts(signed)) }));
    else await terminal.print(`Signed root ${signed.next.plan.version} for ${key.member}: ${file}`);
    return 0;
  },
};

/** A proposal could claim a root in force that hides what changes. */
async function requireInForce(args: Arguments, { note }: Terminal, { current }: Proposal): Promise<void> {
  const known = await currentRoot(args);
  if (current === null && known === null) return;
  if (known === null) {
    note(`Not compared with any feed: that root ${current!.plan.version} is in force, this file alone says.`);
  } else if (current === null || digestOf(current) !== digestOf(known)) {
    const message = `In force is root ${known.plan.version} with SHA-256 ${digestOf(known)}; this proposal follows another.`;
    throw new BaizeError('input', message);
  }
}

function requireAsked({ current, next }: Proposal, publicKey: string, file: string): void {
  const asked = [...next.plan.root, ...(current?.plan.root ?? [])];
  if (asked.some((key) => key.public === publicKey)) return;
  throw new BaizeError('input', `Neither this root nor the one before asks for the key in ${file}.`);
}

async function agree(args: Arguments, { print, ask }: Terminal, proposal: Proposal): Promise<void> {
  if (!args.has('json')) for (const line of await describeProposal(proposal)) await print(line);
  if (args.has('yes')) return;
  const answer = await ask('Sign this? Type yes: ');
  if (answer === null)
    throw new BaizeError('input', 'Nobody is there to be asked; say --yes to sign all the same.');
  if (answer.trim() !== 'yes') throw new BaizeError('input', 'Not signed; nothing was changed.');
}

/** The key's id: by the new root, or, for a key that goes, by the one before. */
function signerOf({ current, next }: Proposal, key: SigningKey) {
  const isIn = next.plan.root.some((one) => one.public === key.public);
  return signerIn(isIn ? next.metadata.signed : current!.metadata.signed, 'root', key);
}
