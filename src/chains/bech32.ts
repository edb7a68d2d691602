import { bech32 } from '@scure/base';

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const CHECKSUM = 6;

/** A bech32 text taken apart. */
interface Bech32 {
  /** The text in lower case, which is its canonical spelling. */
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly checksum: 'valid' | 'bad';
}

/**
 * Reads bech32 of whole bytes (BIP-173), of any length: some chains lift the limit of 90 characters. The prefix holds
 * no `1`. The bytes are read even where the checksum does not hold.
 *
 * @returns null for mixed case and for what does not fill bytes
 */
export function readBech32(spelled: string): Bech32 | null {
  const text = spelled.toLowerCase();
  if (spelled !== text && spelled !== text.toUpperCase()) return null;
  const data = text.slice(text.indexOf('1') + 1, -CHECKSUM);
  const bytes = bech32.fromWordsUnsafe(Array.from(data, (char) => ALPHABET.indexOf(char)));
  if (!(bytes instanceof Uint8Array)) return null;
  return { text, bytes, checksum: bech32.decodeUnsafe(text, false) ? 'valid' : 'bad' };
}
