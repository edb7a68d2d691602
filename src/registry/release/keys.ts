import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import type { RoleName } from '../../core/tuf/metadata.ts';
import { type Ed25519Key, ed25519Key, ed25519Signer, type MetadataSigner } from '../../core/tuf/sign.ts';
import { writeDurable } from './feed-files.ts';

export const roles = ['root', 'targets', 'snapshot', 'timestamp'] as const satisfies readonly RoleName[];

/** One role's key: the public object for root, and the hand that signs. */
interface RoleKey {
  readonly key: Ed25519Key;
  readonly signer: MetadataSigner;
}

export type RoleKeys = Readonly<Record<RoleName, RoleKey>>;

const keyFile = (directory: string, role: RoleName) => join(directory, `${role}.pem`);

/** Makes an Ed25519 key for each role that has none, readable by their owner only. */
export async function createKeys(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const role of roles) {
    const file = keyFile(directory, role);
    if (existsSync(file)) continue;
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeDurable(file, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })), 0o600);
  }
}

/**
 * Opens the keys of all roles.
 *
 * @param member whose keys they are, as root will say
 * @throws BaizeError `missing` naming the file that is not there or not a key
 */
export async function openKeys(directory: string, member: string): Promise<RoleKeys> {
  const open = (role: RoleName) => openKey(keyFile(directory, role), member);
  return {
    root: await open('root'),
    targets: await open('targets'),
    snapshot: await open('snapshot'),
    timestamp: await open('timestamp'),
  };
}

async function openKey(file: string, member: string): Promise<RoleKey> {
  try {
    const secret = createPrivateKey(await readFile(file));
    const publicKey = createPublicKey(secret).toCryptoKey('Ed25519', true, ['verify']) as CryptoKey;
    const privateKey = secret.toCryptoKey('Ed25519', false, ['sign']) as CryptoKey;
    const key = await ed25519Key(publicKey, member);
    return { key, signer: await ed25519Signer(key, privateKey) };
  } catch (cause) {
    const message = `The key ${file} can not be read. Without it nothing can be signed: put it back from your copy.`;
    throw new BaizeError('missing', message, { cause });
  }
}
