import * as z from 'zod/mini';
import type { Address } from '../../chains/address.ts';
import { limits } from '../../core/limits.ts';
import type { Lookalike } from '../messages.ts';
import { inOrder } from './in-order.ts';
import { lookOf } from './look.ts';
import type { ReadText } from './read-text.ts';
import { newSecret, Seal, type Sealed } from './seal.ts';
import type { Values } from './store.ts';
import { storedAs } from './stored-shapes.ts';

const DAY = 86_400_000;

/** What is kept of a copied address: neither the address nor how it looks can be read from it. */
interface Copy {
  /** Hint and mark of its look, by which look-alikes are found. */
  readonly hint: number;
  readonly look: string;
  /** Mark of its key, by which it is known itself. */
  readonly key: string;
  /** As it was written; opens to its look. */
  readonly sealed: Sealed;
  /** The day it was last copied, counted from 1970. */
  readonly day: number;
}

interface Stored {
  readonly secret: Uint8Array<ArrayBuffer>;
  /** The latest last. */
  readonly copies: readonly Copy[];
}

interface Opened {
  readonly stored: Stored;
  readonly seal: Seal;
  readonly hints: ReadonlySet<number>;
  readonly byLook: ReadonlyMap<string, Copy>;
}

const name = 'copies';
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);
const copy = z.object({
  ...{ hint: z.number(), look: z.string(), key: z.string() },
  ...{ sealed: z.object({ iv: bytes, bytes }), day: z.number() },
});
const shape: z.ZodMiniType<Stored> = z.object({ secret: bytes, copies: z.array(copy) });

/** The addresses a person copied, to know another that looks the same: kept on this computer, and only for a while. */
export class Copies {
  private readonly values: Values;
  private readonly now: () => number;
  private readonly inOrder = inOrder();
  private opened: Promise<Opened | null> | null = null;

  constructor(values: Values, now: () => number) {
    this.values = values;
    this.now = now;
  }

  /** How many are kept. */
  async count(): Promise<number> {
    return (await this.open())?.stored.copies.length ?? 0;
  }

  /** Remembers an address. One that looks like another that was copied before is not: the first is what it is held to. */
  add({ key, text }: Pick<Address, 'key' | 'text'>): Promise<void> {
    return this.inOrder(async () => {
      const old = await this.open();
      const secret = old?.stored.secret ?? newSecret();
      const seal = old?.seal ?? new Seal(secret);
      const look = lookOf(text);
      const marks = { look: seal.mark('look', look), key: seal.mark('key', key) };
      const alike = old?.byLook.get(marks.look);
      if (alike !== undefined && alike.key !== marks.key) return;
      const sealed = await seal.close(look, text);
      const copy = { ...marks, hint: seal.hint(look), sealed, day: this.today };
      const others = old?.stored.copies.filter((one) => one.look !== marks.look) ?? [];
      await this.keep({ secret, copies: [...others, copy].slice(-limits.copiesKept) });
    });
  }

  /** Those of the texts that look like a copied address and are another. */
  async lookalikes(texts: readonly ReadText[]): Promise<Lookalike[]> {
    const opened = await this.open();
    if (opened === null) return [];
    const found: Lookalike[] = [];
    for (const { text, readings } of texts) {
      const [address] = readings;
      const copied = address && (await this.lookalike(opened, address));
      if (copied) found.push({ text, copied });
      if (found.length === limits.lookalikes) break;
    }
    return found;
  }

  private async lookalike({ seal, hints, byLook }: Opened, { key, text }: Address): Promise<string | null> {
    const look = lookOf(text);
    if (!hints.has(seal.hint(look))) return null;
    const copy = byLook.get(seal.mark('look', look));
    if (copy === undefined || copy.key === seal.mark('key', key) || this.isOver(copy)) return null;
    return seal.open(look, copy.sealed);
  }

  /** Forgets all of them, and the secret they are kept under. */
  forget(): Promise<void> {
    return this.inOrder(() => this.keep(null));
  }

  /** Forgets those whose time is over. @returns when the next one's is, or null */
  expire(): Promise<number | null> {
    return this.inOrder(async () => {
      const opened = await this.open();
      if (opened === null) return null;
      const { secret, copies } = opened.stored;
      const fresh = copies.filter((copy) => !this.isOver(copy)).map((copy) => this.dated(copy));
      if (fresh.length === 0) await this.keep(null);
      else if (fresh.length < copies.length || fresh.some((copy, i) => copy !== copies[i]))
        await this.keep({ secret, copies: fresh });
      return fresh.length === 0 ? null : Math.min(...fresh.map(endOf));
    });
  }

  /** A day that is yet to come was noted by a clock that was ahead: it is kept no longer for it. */
  private dated(copy: Copy): Copy {
    return copy.day > this.today ? { ...copy, day: this.today } : copy;
  }

  private get today(): number {
    return Math.floor(this.now() / DAY);
  }

  private isOver(copy: Copy): boolean {
    return endOf(copy) <= this.now();
  }

  private async keep(stored: Stored | null): Promise<void> {
    await this.values.put(name, stored);
    this.opened = Promise.resolve(stored && open(stored));
  }

  private open(): Promise<Opened | null> {
    this.opened ??= storedAs(this.values, name, shape).then((stored) => (stored ? open(stored) : null));
    return this.opened;
  }
}

function open(stored: Stored): Opened {
  const byLook = new Map(stored.copies.map((copy) => [copy.look, copy]));
  const hints = new Set(stored.copies.map(({ hint }) => hint));
  return { stored, seal: new Seal(stored.secret), hints, byLook };
}

const endOf = ({ day }: Copy): number => day * DAY + limits.copyLife;
