import { type Command, UsageError } from '../command.ts';
import { openContactKey } from '../keys/contact-key.ts';
import { passphraseFrom, passphraseOption } from '../keys/passphrase.ts';
import { allContacts } from '../store/contacts.ts';
import { jsonLine, plain } from '../terminal.ts';
import { withRegistry } from './shared.ts';

export const contactOpen: Command = {
  name: 'contact open',
  summary: 'Show how people who reported or appealed can be reached',
  words: '[ID…]',
  count: [0, 1_000],
  options: {
    key: { value: 'FILE', help: 'the alliance’s contact key, as "key new --use contact" made it' },
    ...passphraseOption,
    json: { help: 'print one JSON object a line' },
  },
  details:
    'ID is a report’s id or an appeal’s receipt; without one, all are shown. Only this key opens them, and the registry does not\nhave it. They are erased 90 days after they came.',
  run: async (args, terminal) => {
    const file = args.text('key');
    if (file === undefined) throw new UsageError('--key is missing.');
    const open = await openContactKey(file, passphraseFrom(args, terminal));
    return withRegistry(args, async ({ db }) => {
      const wanted = (await allContacts(db)).filter(
        ({ of }) => args.words.length === 0 || args.words.includes(of),
      );
      let isGood = true;
      for (const { of, sealed, erase } of wanted) {
        const contact = await open(sealed);
        isGood &&= contact !== null;
        const said = contact === null ? '(sealed for another key)' : plain(contact);
        await terminal.print(
          args.has('json') ? jsonLine({ of, contact, erase }) : `${of}  until ${erase}  ${said}`,
        );
      }
      if (wanted.length === 0 && !args.has('json')) await terminal.print('No contacts.');
      return isGood ? 0 : 1;
    });
  },
};
