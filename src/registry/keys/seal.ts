import { armor, Decrypter, Encrypter } from 'age-encryption';
import { BaizeError } from '../../core/errors.ts';

/**
 * Seals a secret with a passphrase: an age file (age-encryption.org/v1, scrypt of 2^18) in its text form, which `age -d`
 * opens as well.
 */
export async function sealSecret(secret: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return armor.encode(await encrypter.encrypt(secret));
}

/** @param file named in the refusal. @throws BaizeError `input` when the passphrase is wrong or the sealed text damaged */
export async function openSecret(sealed: string, passphrase: string, file: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(armor.decode(sealed), 'text');
  } catch (cause) {
    throw new BaizeError('input', `The passphrase does not open ${file}.`, { cause });
  }
}
