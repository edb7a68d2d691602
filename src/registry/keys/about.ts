import { isSealed, publicKeyOf } from './key-file.ts';
import type { PublicKey } from './key-form.ts';

/** What a key file tells without its passphrase. */
export interface KeyFacts extends Omit<PublicKey, '_type'> {
  readonly file: string;
  readonly sealed: boolean;
}

/** @throws BaizeError as `publicKeyOf` does */
export async function aboutKey(file: string): Promise<KeyFacts> {
  const { _type, ...about } = await publicKeyOf(file);
  return { file, ...about, sealed: await isSealed(file) };
}
