import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Signer } from '../../voting/statement.ts';

/** The key of whoever works in this browser. */
export interface OwnKey extends Signer {
  readonly label: string | undefined;
  readonly member: string | undefined;
}

/** What of a key is kept: the secret as a handle that signs and can not be read, not even by this page. */
export interface KeptKey {
  readonly public: string;
  readonly label?: string | undefined;
  readonly member?: string | undefined;
  readonly secret: CryptoKey;
}

interface KeyStore extends DBSchema {
  key: { key: 'own'; value: KeptKey };
}

function database(): Promise<IDBPDatabase<KeyStore>> {
  return openDB<KeyStore>('baize-console', 1, { upgrade: (db) => void db.createObjectStore('key') });
}

/** The key that this browser keeps, null without one. */
export async function ownKey(): Promise<OwnKey | null> {
  const found = await (await database()).get('key', 'own');
  return found ? signerOf(found) : null;
}

/** Keeps a key in place of the one that was here. */
export async function keepKey(key: KeptKey): Promise<OwnKey> {
  await (await database()).put('key', key, 'own');
  return signerOf(key);
}

export async function forgetKey(): Promise<void> {
  await (await database()).delete('key', 'own');
}

function signerOf({ secret, ...about }: KeptKey): OwnKey {
  return {
    public: about.public,
    label: about.label,
    member: about.member,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', secret, message as Uint8Array<ArrayBuffer>)),
  };
}
