import { sha256 } from '@noble/hashes/sha2.js';
import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import { toHex } from '../../core/tuf/bytes.ts';
import type { Reply } from '../messages.ts';
import { inOrder } from './in-order.ts';
import type { ReadText } from './read-text.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

type Swap = NonNullable<Reply<'guard.pasted'>['swap']>;

/** What the clipboard should hold. */
interface LastCopy {
  readonly text: string;
  readonly chains: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number;
}

const lastCopy = z.object({ text: z.string(), chains: z.array(z.string()), time: z.number() });
const last = 'copied.last';
const known = 'copied.known';

/**
 * Knows when the clipboard holds another address than the one that was copied a moment ago: programs do that. In the
 * session's store, which is memory and ends with the browser; the address itself only for two minutes.
 */
export class Swaps {
  private readonly session: Values;
  private readonly now: () => number;
  private readonly inOrder = inOrder();

  constructor(session: Values, now: () => number) {
    this.session = session;
    this.now = now;
  }

  /** A person copied these. Of several addresses at once none is the one that will be pasted. */
  copied(addresses: readonly ReadText[]): Promise<void> {
    return this.inOrder(async () => {
      const [only, ...others] = addresses;
      const copy = only && others.length === 0 ? this.copyOf(only) : undefined;
      await this.session.put(last, copy);
      const old = await this.known();
      const fresh = digests(addresses);
      const kept = [...old.filter((digest) => !fresh.includes(digest)), ...fresh];
      await this.session.put(known, kept.slice(-limits.copiesKept));
    });
  }

  private copyOf({ text, readings }: ReadText): LastCopy {
    return { text, chains: chainsOf(readings), time: this.now() };
  }

  /** What a person pasted, when it is another address of the same chain than they copied, and none they ever did. */
  pasted(addresses: readonly ReadText[]): Promise<Swap | null> {
    return this.inOrder(async () => {
      const [only, ...others] = addresses;
      const copy = await this.last();
      if (only === undefined || others.length > 0 || copy === null) return null;
      if (!chainsOf(only.readings).some((chain) => copy.chains.includes(chain))) return null;
      const mine = await this.known();
      if (digests([only]).some((digest) => mine.includes(digest))) return null;
      const seconds = Math.max(0, Math.round((this.now() - copy.time) / 1_000));
      return { copied: copy.text, pasted: only.text, seconds };
    });
  }

  /** Forgets the copied address once its time is over. @returns when that is, or null */
  expire(): Promise<number | null> {
    return this.inOrder(async () => {
      const copy = await this.last();
      if (copy === null) await this.session.put(last, undefined);
      return copy && copy.time + limits.swapTime;
    });
  }

  forget(): Promise<void> {
    return this.inOrder(async () => {
      await this.session.put(last, undefined);
      await this.session.put(known, undefined);
    });
  }

  private async last(): Promise<LastCopy | null> {
    const copy = await storedAs(this.session, last, lastCopy);
    // A clock that was set back by more is no reason to hold a person to what they copied long ago.
    return copy !== undefined && Math.abs(this.now() - copy.time) < limits.swapTime ? copy : null;
  }

  private async known(): Promise<string[]> {
    return (await storedAs(this.session, known, z.array(z.string()))) ?? [];
  }
}

const chainsOf = (readings: ReadText['readings']): string[] => readings.map(({ chain }) => chain);

/** Of every reading's key. */
function digests(addresses: readonly ReadText[]): string[] {
  const keys = addresses.flatMap(({ readings }) => readings.map(({ key }) => key));
  return keys.map((key) => toHex(sha256(new TextEncoder().encode(key)).subarray(0, 16)));
}
