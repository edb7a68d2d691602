/** The alphabet of Bitcoin, which all base58 here is in. */
export const BASE58_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58 by the book: the bytes as one number, divided by 58 again and again; a `1` for each zero byte in front. */
export function encode58(bytes: Uint8Array): string {
  let number = BigInt(`0x00${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = BASE58_ALPHABET[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + text;
}

/** How many bytes a base58 text holds. */
export function bytesIn58(text: string): number {
  let number = 0n;
  for (const char of text) number = number * 58n + BigInt(BASE58_ALPHABET.indexOf(char));
  const zeros = /^1*/.exec(text)![0].length;
  return zeros + (number === 0n ? 0 : Math.ceil(number.toString(16).length / 2));
}
