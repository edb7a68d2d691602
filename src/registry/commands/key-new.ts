import { type Arguments, type Command, UsageError } from '../command.ts';
import { createContactKey } from '../keys/contact-key.ts';
import { createKey } from '../keys/key-file.ts';
import { type KeyUse, keyUses } from '../keys/key-form.ts';
import { newPassphrase, passphraseOption } from '../keys/passphrase.ts';
import { jsonLine, type Terminal } from '../terminal.ts';

/** The use of the pair that signs nothing. */
const CONTACT = 'contact';

export const keyNew: Command = {
  name: 'key new',
  summary: 'Make a key: for votes, for a co-signer, for the root, for the log, or for contacts',
  words: 'FILE',
  count: [1, 1],
  options: {
    use: { value: 'USE', help: `what it signs: ${keyUses.join(', ')}; no key signs for two. Or ${CONTACT}` },
    member: { value: 'ID', help: 'whose key it is; all but the log’s belong to a member' },
    label: { value: 'TEXT', help: 'what you call it' },
    ...passphraseOption,
    'no-passphrase': { help: 'leave it unsealed, for a service that starts unattended' },
    json: { help: 'print the public part as one JSON object' },
  },
  details:
    'FILE is readable by its owner only, and nothing is ever written over. Copy it to a second place: a lost key can\nonly be replaced by a root ceremony. Others get what "baize key export" prints.\nA contact key signs nothing: people seal for it how they can be reached. It is a file of age, and what is printed is for\n"baize member set --contact".',
  run: async (args, terminal) => {
    const file = args.words[0]!;
    if (args.text('use') === CONTACT) return makeContactKey(file, args, terminal);
    const use = readUse(args.text('use'));
    const member = args.text('member');
    if (member === undefined && use !== 'log') throw new UsageError('--member is missing.');
    const passphrase = args.has('no-passphrase') ? null : await newPassphrase(args, terminal);
    const key = await createKey(file, { use, member, label: args.text('label'), passphrase });
    const about = `${file}: a ${use} key${member ? ` of ${member}` : ''}, public key ${key.public}`;
    await terminal.print(args.has('json') ? jsonLine(key) : about);
    if (passphrase === null) {
      terminal.note(`${file} is not sealed: whoever can read it can sign with it.`);
    }
    return 0;
  },
};

async function makeContactKey(file: string, args: Arguments, terminal: Terminal): Promise<number> {
  const passphrase = args.has('no-passphrase') ? null : await newPassphrase(args, terminal);
  const recipient = await createContactKey(file, passphrase);
  await terminal.print(args.has('json') ? jsonLine({ recipient }) : `${file}: a contact key, ${recipient}`);
  if (passphrase === null) terminal.note(`${file} is not sealed: whoever can read it can open contacts.`);
  return 0;
}

function readUse(text: string | undefined): KeyUse {
  const use = keyUses.find((one) => one === text);
  if (use !== undefined) return use;
  throw new UsageError(`--use is one of ${keyUses.join(', ')}, ${CONTACT}.`);
}
