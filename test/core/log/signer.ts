import type { NoteSigner } from '../../../src/core/log/note.ts';
import { own } from '../../../src/core/tuf/bytes.ts';

/** A fresh Ed25519 key that signs under `name`. */
export async function signerOf(name: string): Promise<{ signer: NoteSigner; publicKey: CryptoKey }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const sign = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, own(message)));
  return { signer: { name, publicKey, sign }, publicKey: pair.publicKey };
}
