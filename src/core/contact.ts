import { armor, Encrypter } from 'age-encryption';

/**
 * Seals how somebody can be reached, for the alliance alone: `age -d` with the alliance's identity opens it.
 *
 * @param recipient the alliance's `contact` (`age1…`)
 * @returns an armored age file (age-encryption.org/v1), another one each time
 */
export async function sealContact(contact: string, recipient: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(contact));
}
