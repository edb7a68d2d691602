import { fromHex, own, toHex } from './bytes.ts';
import type { Key } from './metadata.ts';

/** A public key ready for use. */
export interface Verifier {
  /** Algorithm and public key bytes: equal for one key however it is spelled, and whatever its key id is. */
  readonly identity: string;
  verify(message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

type Open = (publicKey: string) => Promise<Verifier>;

/** Signature schemes and the key types each may come with (specification 4.2). */
const schemes: ReadonlyMap<string, { keytypes: readonly string[]; open: Open }> = new Map([
  ['ed25519', { keytypes: ['ed25519'], open: openEd25519 }],
  [
    'ecdsa-sha2-nistp256',
    { keytypes: ['ecdsa', 'ecdsa-sha2-nistp256'], open: ecdsa('P-256', 'SHA-256', 32) },
  ],
  [
    'ecdsa-sha2-nistp384',
    { keytypes: ['ecdsa', 'ecdsa-sha2-nistp384'], open: ecdsa('P-384', 'SHA-384', 48) },
  ],
  ['rsassa-pss-sha256', { keytypes: ['rsa'], open: openRsa }],
]);

/**
 * The verifier of a TUF key, or undefined for a scheme not known here and for a malformed key: such a key never counts,
 * and never hinders the others (attacks.md 48).
 */
export async function verifierOf(key: Key): Promise<Verifier | undefined> {
  const scheme = schemes.get(key.scheme);
  const publicKey = key.keyval.public;
  if (!scheme?.keytypes.includes(key.keytype) || typeof publicKey !== 'string') return undefined;
  return scheme.open(publicKey).catch(() => undefined);
}

async function openEd25519(publicKey: string): Promise<Verifier> {
  const raw = hexOrThrow(publicKey);
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']);
  return {
    identity: `ed25519:${toHex(raw)}`,
    verify: (message, signature) => crypto.subtle.verify('Ed25519', key, own(signature), own(message)),
  };
}

/** PEM, or the uncompressed point in hex, as old repositories wrote it. `size` is that of r and of s in bytes. */
function ecdsa(namedCurve: string, hash: string, size: number): Open {
  const algorithm = { name: 'ECDSA', namedCurve, hash };
  return async (publicKey) => {
    const pem = publicKey.startsWith('-----');
    const bytes = pem ? pemOrThrow(publicKey) : hexOrThrow(publicKey);
    const key = await crypto.subtle.importKey(pem ? 'spki' : 'raw', bytes, algorithm, true, ['verify']);
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', key));
    return {
      identity: `${namedCurve}:${toHex(point)}`,
      verify: async (message, signature) => {
        const raw = rawSignature(signature, size);
        return raw !== undefined && crypto.subtle.verify(algorithm, key, raw, own(message));
      },
    };
  };
}

async function openRsa(publicKey: string): Promise<Verifier> {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 };
  const key = await crypto.subtle.importKey('spki', pemOrThrow(publicKey), algorithm, true, ['verify']);
  // Specification 4.2: at least 2048 bits.
  if ((key.algorithm as RsaHashedKeyAlgorithm).modulusLength < 2048)
    throw new RangeError('RSA key too short');
  return {
    identity: `rsa:${toHex(new Uint8Array(await crypto.subtle.exportKey('spki', key)))}`,
    verify: (message, signature) => crypto.subtle.verify(algorithm, key, own(signature), own(message)),
  };
}

function hexOrThrow(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromHex(text);
  if (!bytes) throw new TypeError('not hex');
  return bytes;
}

function pemOrThrow(pem: string): Uint8Array<ArrayBuffer> {
  const body = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1];
  if (body === undefined) throw new TypeError('not a PEM public key');
  return Uint8Array.from(atob(body.replace(/\s/g, '')), (char) => char.charCodeAt(0));
}

/**
 * From ASN.1 `SEQUENCE { INTEGER r, INTEGER s }` (RFC 3279, 2.2.3), which TUF carries, to r and s side by side, which
 * WebCrypto takes. Undefined when it is not exactly that.
 */
function rawSignature(der: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(2 * size);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  let at = 2;
  for (const slot of [size, 2 * size]) {
    const length = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + length);
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    if (der[at] !== 0x02 || digits.length > size) return undefined;
    raw.set(digits, slot - digits.length);
    at += 2 + length;
  }
  return at === der.length ? raw : undefined;
}
