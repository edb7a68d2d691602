import { limits } from '../../core/limits.ts';
import type { Listed, Lookalike, Reply } from '../messages.ts';
import type { Place } from './place.ts';

export interface Asker {
  /** Asks the background what it knows of these texts. */
  ask(texts: string[]): Promise<Reply<'guard.addresses'>>;
  /** A place whose text is a listed address. */
  listed(listed: Listed, place: Place): void;
  /** A text that is none, or no longer. */
  unlisted(text: string): void;
  /** A place whose text looks like what the person copied. */
  lookalike(lookalike: Lookalike, place: Place): void;
  /** Verdicts came in. */
  answered(): void;
}

/**
 * Finds out which texts seen on the page are listed: asks for each once, in batches, one at a time, and no faster
 * than limits.ts allows. A page that shows more than a page may ask for gets no more verdicts.
 */
export class Lookup {
  private readonly asker: Asker;
  private readonly verdicts = new Map<string, Listed | null>();
  private readonly waiting = new Map<string, Place[]>();
  private placesWaiting = 0;
  private asked = 0;
  private busy = false;
  private retry: number = limits.retry;
  /** Grows when the list changed: an answer to an older question is not taken. */
  private epoch = 0;

  constructor(asker: Asker) {
    this.asker = asker;
  }

  /** Whether there is room for more places. */
  ready(): boolean {
    return this.waiting.size < 2 * limits.textsPerMessage && this.placesWaiting < limits.placesWaiting;
  }

  /** Whether anything on the page looked like an address so far. */
  get some(): boolean {
    return this.verdicts.size + this.waiting.size > 0;
  }

  /** Takes note of a text at a place. */
  see(text: string, place: Place): void {
    const verdict = this.verdicts.get(text);
    if (verdict) this.asker.listed(verdict, place);
    if (verdict !== undefined || (this.asked >= limits.textsPerPage && !this.waiting.has(text))) return;
    const places = this.waiting.get(text) ?? [];
    places.push(place);
    this.placesWaiting += 1;
    this.waiting.set(text, places);
  }

  /** Asks for what waits, unless an answer is outstanding; goes on by itself until nothing waits. */
  async flush(): Promise<void> {
    const texts = [...this.waiting.keys()].slice(0, limits.textsPerMessage);
    if (this.busy || texts.length === 0) return;
    this.busy = true;
    await sleep(await this.request(texts));
    this.busy = false;
    await this.flush();
  }

  /** Forgets every verdict and question: the list changed, or there is nobody to ask any more. */
  forget(): void {
    this.epoch += 1;
    this.asked = 0;
    this.verdicts.clear();
    this.waiting.clear();
    this.placesWaiting = 0;
  }

  /** @returns milliseconds until the next question may be asked */
  private async request(texts: string[]): Promise<number> {
    const { epoch } = this;
    try {
      const reply = await this.asker.ask(texts);
      if (epoch === this.epoch) this.take(texts, reply);
      this.retry = limits.retry;
      return (texts.length * 1_000) / limits.textsPerSecond;
    } catch {
      const wait = this.retry;
      this.retry = Math.min(2 * wait, limits.longestRetry);
      return wait;
    }
  }

  private take(texts: readonly string[], { listed, lookalikes }: Reply<'guard.addresses'>): void {
    const byText = new Map(listed.map((one) => [one.text, one]));
    const alike = new Map(lookalikes.map((one) => [one.text, one]));
    this.asked += texts.length;
    for (const text of texts) {
      const places = this.waiting.get(text) ?? [];
      this.waiting.delete(text);
      this.placesWaiting -= places.length;
      this.decide(text, byText.get(text) ?? null, places);
      const lookalike = alike.get(text);
      if (lookalike !== undefined && places[0] !== undefined) this.asker.lookalike(lookalike, places[0]);
    }
    this.asker.answered();
  }

  private decide(text: string, verdict: Listed | null, places: readonly Place[]): void {
    this.remember(text, verdict);
    if (verdict === null) this.asker.unlisted(text);
    else for (const place of places) this.asker.listed(verdict, place);
  }

  // The oldest goes first; it is asked for again should it be seen again.
  private remember(text: string, verdict: Listed | null): void {
    this.verdicts.set(text, verdict);
    if (this.verdicts.size <= limits.textsRemembered) return;
    for (const [oldest] of this.verdicts) {
      this.verdicts.delete(oldest);
      return;
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
