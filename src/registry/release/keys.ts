import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaizeError } from '../../core/errors.ts';
import type { Root } from '../../core/tuf/metadata.ts';
import type { MetadataSigner } from '../../core/tuf/sign.ts';
import { createKey, publicKeyOf, type SigningKey } from '../keys/key-file.ts';
import { type KeyUse, keyUses, type PublicKey } from '../keys/key-form.ts';

/** Where a registry's own key of a use lies. */
export const keyFileOf = (directory: string, use: KeyUse) => join(directory, `${use}.key`);

/**
 * Makes the keys of an alliance of one that are not there yet, unsealed, so that it can publish unattended.
 *
 * @returns the public part of each
 */
export async function createKeys(directory: string, member: string): Promise<Record<KeyUse, PublicKey>> {
  const entries: [KeyUse, PublicKey][] = [];
  for (const use of keyUses) {
    const file = keyFileOf(directory, use);
    const about = { use, passphrase: null, ...(use !== 'log' && { member }) };
    entries.push([use, existsSync(file) ? await publicKeyOf(file) : await createKey(file, about)]);
  }
  return Object.fromEntries(entries) as Record<KeyUse, PublicKey>;
}

/** A key as a signer of metadata, under the id that root has for it. @throws BaizeError `input` when root has none */
export function signerIn(root: Root, role: 'root' | 'targets', key: SigningKey): MetadataSigner {
  const keyid = root.roles[role].keyids.find((id) => root.keys[id]?.keyval.public === key.public);
  if (keyid !== undefined) return { keyid, sign: key.sign };
  const message = `Root ${root.version} does not name this ${key.use} key (${key.public.slice(0, 16)}…): what it signs would not count.`;
  throw new BaizeError('input', message);
}
