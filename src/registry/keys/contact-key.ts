import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { BaizeError } from '../../core/errors.ts';
import { type AskPassphrase, readPrivate, writeNew } from './key-file.ts';
import { openSecret, sealSecret } from './seal.ts';

const SEALED = '-----BEGIN AGE ENCRYPTED FILE-----';
const IDENTITY = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m;

/**
 * Makes the pair for which people seal how they can be reached. The file is age's own identity file, so `age -d -i FILE` opens
 * what was sealed, too; with a passphrase it is sealed as age seals identity files.
 *
 * @returns the recipient (`age1…`), for alliance.json
 * @throws BaizeError `input` when the file is there already
 */
export async function createContactKey(file: string, passphrase: string | null): Promise<string> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const text = `# public key: ${recipient}\n${identity}\n`;
  await writeNew(file, passphrase === null ? text : await sealSecret(text, passphrase));
  return recipient;
}

/** Opens contacts that people have sealed. A null is one that was sealed for another key, or damaged. */
export type OpenContact = (sealed: string) => Promise<string | null>;

/** @throws BaizeError `missing`, `input` when the file is no identity, others can read it, or the passphrase is wrong */
export async function openContactKey(file: string, ask: AskPassphrase): Promise<OpenContact> {
  const text = await readPrivate(file);
  const plain = text.startsWith(SEALED) ? await openSecret(text, await ask(file), file) : text;
  const identity = IDENTITY.exec(plain)?.[0];
  if (identity === undefined) throw new BaizeError('input', `${file} is not an identity file of age.`);
  return async (sealed) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    try {
      return await decrypter.decrypt(armor.decode(sealed), 'text');
    } catch {
      return null;
    }
  };
}
