import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { fromHex } from '../../core/tuf/bytes.ts';
import { isMissing } from '../release/feed-files.ts';
import { type KeyFile, type KeyUse, keySchema, type PublicKey, publicKeySchema } from './key-form.ts';
import { openSecret, sealSecret } from './seal.ts';

/** A key that can sign. */
export interface SigningKey {
  readonly use: KeyUse;
  readonly member: string | undefined;
  /** Ed25519 public key in hex. */
  readonly public: string;
  /** @returns 64 bytes (RFC 8032) */
  sign(message: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/** Gives the passphrase when a key turns out to be sealed. */
export type AskPassphrase = (file: string) => Promise<string>;

export interface NewKey {
  readonly use: KeyUse;
  readonly member?: string | undefined;
  readonly label?: string | undefined;
  /** Null leaves the key unsealed: for services that start unattended. */
  readonly passphrase: string | null;
}

/**
 * Makes an Ed25519 key and writes its file, which only its owner can read.
 *
 * @throws BaizeError `input` when the file is there already (a key is never written over), or the member's id or the label
 * is not as it should be
 */
export async function createKey(
  file: string,
  { use, member, label, passphrase }: NewKey,
): Promise<PublicKey> {
  const secret = randomBytes(32).toString('hex');
  const about = { use, ...(member && { member }), ...(label && { label }), public: publicOf(secret) };
  const made: PublicKey = { _type: 'public-key', ...about };
  if (!publicKeySchema.safeParse(made).success) {
    throw wrong(
      file,
      'was not made: a member’s id has 1 to 32 of a-z, 0-9 and hyphens, a label 1 to 80 characters',
    );
  }
  const kept = passphrase === null ? { secret } : { age: await sealSecret(secret, passphrase) };
  await writeNew(file, `${JSON.stringify({ _type: 'key', ...about, ...kept }, null, 2)}\n`);
  return made;
}

/**
 * Opens a key to sign with it.
 *
 * @throws BaizeError `missing` when it is not there, `input` when others can read the file, it is no key, made for another
 * use, or the passphrase is wrong
 */
export async function openKey(
  file: string,
  use: KeyUse,
  ask: AskPassphrase = refuseToAsk,
): Promise<SigningKey> {
  const key = await readKey(file);
  if (key.use !== use) throw wrong(file, `is a ${key.use} key, and a ${use} key is needed`);
  const secret = 'secret' in key ? key.secret : await openSecret(key.age, await ask(file), file);
  if (!/^[0-9a-f]{64}$/.test(secret) || publicOf(secret) !== key.public) {
    throw wrong(file, 'names a public key that is not its own: it was changed');
  }
  const privateKey = privateKeyOf(secret);
  return {
    ...{ use, member: key.member, public: key.public },
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

/** Whether a key asks for a passphrase before it signs. */
export async function isSealed(file: string): Promise<boolean> {
  return 'age' in (await readKey(file));
}

/** The public part of a key file. No passphrase is needed. @throws BaizeError as `openKey` does */
export async function publicKeyOf(file: string): Promise<PublicKey> {
  const { use, member, label, public: publicKey } = await readKey(file);
  return { _type: 'public-key', use, ...(member && { member }), ...(label && { label }), public: publicKey };
}

/**
 * Reads a file that `key export` wrote.
 *
 * @param use refuses keys for anything else
 * @throws BaizeError `input`
 */
export async function readPublicKey(file: string, use?: KeyUse): Promise<PublicKey> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new BaizeError('input', `${file} can not be read: ${cause.message}.`, { cause });
  });
  const result = publicKeySchema.safeParse(parseJson(text, file));
  if (!result.success) throw wrong(file, 'is not what "baize key export" prints');
  if (use !== undefined && result.data.use !== use) {
    throw wrong(file, `holds a ${result.data.use} key, and a ${use} key is needed`);
  }
  return result.data;
}

async function refuseToAsk(file: string): Promise<string> {
  throw wrong(file, 'is sealed with a passphrase, and there is nobody to ask for it');
}

async function readKey(file: string): Promise<KeyFile> {
  const result = keySchema.safeParse(parseJson(await readPrivate(file), file));
  if (result.success) return result.data;
  throw wrong(file, 'is not a key file');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(file, 'is not JSON');
  }
}

/** Reads a file that nobody but its owner may read. @throws BaizeError `missing`, `input` */
export async function readPrivate(file: string): Promise<string> {
  const handle = await openToRead(file);
  try {
    const { mode, size } = await handle.stat();
    // Windows has no such bits; there the folder's own rights decide.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw wrong(file, `can be read by others. If you are sure that nobody did: chmod 600 ${file}`);
    }
    if (size > limits.keyFileBytes) throw wrong(file, 'is not a key file');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function openToRead(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (cause) {
    const what = isMissing(cause) ? 'is not there' : 'can not be read';
    const message = `The key ${file} ${what}. Without it nothing can be signed: put it back from your copy.`;
    throw new BaizeError('missing', message, { cause });
  }
}

/** Writes a file that only its owner can read. @throws BaizeError `input` when it is there already */
export async function writeNew(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600).catch((cause) => {
    const what = cause.code === 'EEXIST' ? 'is there already; a key is never written over' : cause.message;
    throw new BaizeError('input', `${file} ${what}.`, { cause });
  });
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** PKCS #8 of an Ed25519 key (RFC 8410, section 7) up to its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKeyOf(secret: string) {
  const key = Buffer.concat([PKCS8, fromHex(secret)!]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function publicOf(secret: string): string {
  const jwk = createPublicKey(privateKeyOf(secret)).export({ format: 'jwk' });
  return Buffer.from(jwk.x!, 'base64url').toString('hex');
}

function wrong(file: string, what: string): BaizeError {
  return new BaizeError('input', `${file} ${what}.`);
}
