import { BaizeError } from '../errors.ts';

/** The digest algorithms a file may be listed with (specification 4.4), and WebCrypto's names for them. */
const algorithms: ReadonlyMap<string, string> = new Map([
  ['sha256', 'SHA-256'],
  ['sha512', 'SHA-512'],
]);

/** WebCrypto wants bytes that no other thread shares; all of ours are so. */
export function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

/** The parts one after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes of a hex string in either case, or undefined when it is none. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** SHA-256 in lower-case hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', own(bytes))));
}

/**
 * Compares bytes with the digests listed for them. Every known algorithm must agree and one must be known; others are
 * passed over, so that a publisher can add one. Throws `hash`.
 */
export async function requireHashes(
  what: string,
  bytes: Uint8Array,
  hashes: Record<string, string>,
): Promise<void> {
  const known = Object.entries(hashes).filter(([name]) => algorithms.has(name));
  if (known.length === 0)
    throw new BaizeError('hash', `${what} is listed with no digest this program knows.`);
  for (const [name, digest] of known) {
    const actual = toHex(new Uint8Array(await crypto.subtle.digest(algorithms.get(name)!, own(bytes))));
    if (actual !== digest.toLowerCase())
      throw new BaizeError('hash', `${what} does not have its signed ${name}.`);
  }
}
