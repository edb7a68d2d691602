import { own, sha256, toHex } from './bytes.ts';
import { canonical, type JsonObject, parseStrict } from './json.ts';

/** Signs for one key: `keyid` as root lists it, `sign` over the canonical bytes. */
export interface MetadataSigner {
  readonly keyid: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A TUF key object (specification 4.2) of an Ed25519 public key. */
export interface Ed25519Key {
  readonly keytype: 'ed25519';
  readonly scheme: 'ed25519';
  readonly keyval: { readonly public: string };
  readonly 'x-baize-member'?: string;
}

/** The key object of an Ed25519 public key; `member` is whose it is. The key must be extractable. */
export async function ed25519Key(publicKey: CryptoKey, member?: string): Promise<Ed25519Key> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: toHex(raw) } } as const;
  return member === undefined ? key : { ...key, 'x-baize-member': member };
}

/** Signs with an Ed25519 private key under the id of its key object. */
export async function ed25519Signer(key: Ed25519Key, privateKey: CryptoKey): Promise<MetadataSigner> {
  return {
    keyid: await keyId(key),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, own(message))),
  };
}

/** The id of a key object: SHA-256, in hex, of its canonical form (specification 4.2). */
export async function keyId(key: object): Promise<string> {
  return sha256(canonical(plain(key)));
}

/**
 * A metadata file: `signed` and each signer's signature of its canonical form (specification 4.2), as bytes to publish.
 * Throws `format` for anything a reader would not get back as it is, a fraction or a lone surrogate say.
 */
export async function signMetadata(
  signed: object,
  signers: readonly MetadataSigner[],
): Promise<Uint8Array<ArrayBuffer>> {
  const message = canonical(plain(signed));
  const signatures = await Promise.all(
    signers.map(async ({ keyid, sign }) => ({ keyid, sig: toHex(await sign(message)) })),
  );
  return new TextEncoder().encode(JSON.stringify({ signatures, signed }));
}

/** The value as its reader will parse it, so that exactly that is signed. */
function plain(value: object): JsonObject {
  return parseStrict(new TextEncoder().encode(JSON.stringify(value))) as JsonObject;
}
