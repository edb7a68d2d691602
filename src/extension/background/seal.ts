import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { own, toHex } from '../../core/tuf/bytes.ts';

/** A text that only opens to whoever brings the word it was closed with. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a mark stands for; the same text under two of them has two marks that say nothing about one another. */
type Purpose = 'look' | 'key' | 'seal' | 'hint';

const SECRET_BYTES = 32;
const IV_BYTES = 12;
/** 128 bits: no two of a few hundred are equal by chance. */
const MARK_DIGITS = 32;

export const newSecret = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(SECRET_BYTES));

/**
 * Marks and seals under one secret: HMAC-SHA-256 (RFC 2104) as a mark and as the key of AES-256-GCM. This keeps what is
 * stored from being read at a glance or compared between machines. It does not keep it from somebody who has the whole
 * store and tries out looks.
 */
export class Seal {
  private readonly keyed: ReturnType<typeof hmac.create>;
  private readonly seed: number;

  constructor(secret: Uint8Array) {
    this.keyed = hmac.create(sha256, secret);
    this.seed = new DataView(this.code('hint', '').buffer).getInt32(0);
  }

  /**
   * A number of 16 bits that goes with a text, a hundred times as quick as its mark: what has another hint than all that
   * is kept needs no mark. FNV-1a from a seed that the secret gives.
   */
  hint(text: string): number {
    let hash = this.seed;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash ^ (hash >>> 16)) & 0xffff;
  }

  /** The mark of a text: equal for equal texts, and nothing can be read from it. */
  mark(purpose: Purpose, text: string): string {
    return toHex(this.code(purpose, text)).slice(0, MARK_DIGITS);
  }

  async close(word: string, text: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const key = await this.keyOf(word);
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
    return { iv, bytes: new Uint8Array(bytes) };
  }

  /** @throws an error when the word or the secret is another */
  async open(word: string, { iv, bytes }: Sealed): Promise<string> {
    const key = await this.keyOf(word);
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes));
  }

  private keyOf(word: string): Promise<CryptoKey> {
    const raw = own(this.code('seal', word));
    return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  private code(purpose: Purpose, text: string): Uint8Array {
    return this.keyed
      .clone()
      .update(new TextEncoder().encode(`${purpose} ${text}`))
      .digest();
  }
}
