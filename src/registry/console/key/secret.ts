import { BaizeError } from '../../../core/errors.ts';
import { limits } from '../../../core/limits.ts';
import { concat, fromHex, toHex } from '../../../core/tuf/bytes.ts';
import { type KeyFile, keySchema, type PublicKey } from '../../keys/key-form.ts';
import { openSecret, sealSecret } from '../../keys/seal.ts';
import type { KeptKey } from './own-key.ts';

/** A key whose secret can still be read: before it is kept, so that it can be written into a file. */
export interface OpenKey {
  readonly about: Omit<PublicKey, '_type'>;
  /** The 32 bytes of RFC 8032 in hex. */
  readonly secret: string;
}

/** PKCS #8 of an Ed25519 key (RFC 8410, section 7) up to its 32 bytes. */
const PKCS8 = fromHex('302e020100300506032b657004220420')!;

/** Makes a vote key. */
export async function newKey(about: { member?: string; label?: string }): Promise<OpenKey> {
  const secret = toHex(crypto.getRandomValues(new Uint8Array(32)));
  return { secret, about: { use: 'vote', ...about, public: await publicOf(secret) } };
}

/** The text of a key file, sealed with a passphrase: what `baize key new` writes. */
export async function sealedFile({ about, secret }: OpenKey, passphrase: string): Promise<string> {
  const file: KeyFile = { _type: 'key', ...about, age: await sealSecret(secret, passphrase) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** What others may see of a key: what `baize key export` prints. */
export function publicFile({ public: key, label, member }: Omit<PublicKey, '_type' | 'use'>): string {
  const file: PublicKey = {
    ...{ _type: 'public-key', use: 'vote' },
    ...(member && { member }),
    ...(label && { label }),
    public: key,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads a key file, as far as that goes without its passphrase. @throws BaizeError `input` */
export function readKeyFile(text: string): KeyFile {
  const result = text.length > limits.keyFileBytes ? null : keySchema.safeParse(parse(text));
  if (!result?.success) throw new BaizeError('input', 'This is not a key file of Baize.');
  if (result.data.use !== 'vote') {
    throw new BaizeError('input', `This is a ${result.data.use} key; the desk works with vote keys.`);
  }
  return result.data;
}

/** Opens a key file. @throws BaizeError `input` when the passphrase is wrong, or the file was changed */
export async function openKeyFile(file: KeyFile, passphrase: string): Promise<OpenKey> {
  const { use, member, label, public: key } = file;
  const secret = 'secret' in file ? file.secret : await openSecret(file.age, passphrase, 'this file');
  if (!/^[0-9a-f]{64}$/.test(secret) || (await publicOf(secret)) !== key) {
    throw new BaizeError('input', 'The file names a public key that is not its own: it was changed.');
  }
  return { secret, about: { use, ...(member && { member }), ...(label && { label }), public: key } };
}

/** The same key as a handle whose secret nothing can read any more. */
export async function lock({ about, secret }: OpenKey): Promise<KeptKey> {
  const { public: key, label, member } = about;
  return { public: key, label, member, secret: await handleOf(secret, false) };
}

function handleOf(secret: string, extractable: boolean): Promise<CryptoKey> {
  const bytes = concat([PKCS8, fromHex(secret)!]);
  return crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', extractable, ['sign']);
}

async function publicOf(secret: string): Promise<string> {
  const { x = '' } = await crypto.subtle.exportKey('jwk', await handleOf(secret, true));
  const bytes = atob(x.replaceAll('-', '+').replaceAll('_', '/'));
  return toHex(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
