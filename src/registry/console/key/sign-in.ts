import { toHex } from '../../../core/tuf/bytes.ts';
import type { Challenge, Me } from '../../desk/api.ts';
import { tell } from '../client.ts';
import type { OwnKey } from './own-key.ts';

/** Signs in: the registry asks for a signature of a text that names this place and this moment. @throws Refusal */
export async function signIn(key: OwnKey): Promise<Me> {
  const { challenge } = await tell<Challenge>('signin/challenge', { key: key.public });
  const signature = toHex(await key.sign(new TextEncoder().encode(challenge)));
  return tell<Me>('signin', { key: key.public, challenge, signature });
}
