import { limits } from '../../core/limits.ts';
import type { Listed, Lookalike, Reply } from '../messages.ts';
import type { Place } from './place.ts';
import { type Rank, ranks, Waiting } from './waiting.ts';

export interface Asker {
  /** Asks the background what it knows of these texts. */
  ask(texts: string[]): Promise<Reply<'guard.addresses'>>;
  /** Whether nobody can see a place. */
  isHidden(place: Place): boolean;
  /** Asks that `hasten` be called should the place stand in the window. */
  watch(text: string, place: Place): void;
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
 * than limits.ts allows. What can be seen comes first, so nothing that is hidden keeps it waiting; of what is hidden, no
 * more is asked for than a page may have looked up.
 */
export class Lookup {
  private readonly asker: Asker;
  private readonly verdicts = new Map<string, Listed | null>();
  private readonly waiting = new Waiting();
  /** How many texts were asked for, and how many of them were hidden. */
  private asked = 0;
  private askedHidden = 0;
  private busy = false;
  private retry: number = limits.retry;
  /** Grows when the list changed: an answer to an older question is not taken. */
  private epoch = 0;

  constructor(asker: Asker) {
    this.asker = asker;
  }

  /** Whether there is room for more places. Hidden ones take none: the page is read on until one that can be seen. */
  ready(): boolean {
    const places = this.waiting.placesOf(ranks.window) + this.waiting.placesOf(ranks.shown);
    return places < limits.placesWaiting;
  }

  /** Whether anything on the page looked like an address so far. */
  get some(): boolean {
    return this.verdicts.size + this.waiting.size > 0;
  }

  /** Takes note of a text at a place. */
  see(text: string, place: Place): void {
    const verdict = this.verdicts.get(text);
    if (verdict) this.asker.listed(verdict, place);
    if (verdict !== undefined) return;
    const rank = this.rankOf(place);
    if (rank === ranks.hidden && this.isTooMuch(text)) return;
    this.waiting.add(text, place, rank);
    // Watching costs a page more than the wait does, unless much waits.
    if (rank === ranks.shown && this.waiting.size > limits.textsInAnyOrder) this.asker.watch(text, place);
  }

  /** A text was seen to stand in the window: it is looked up before others. */
  hasten(text: string): void {
    this.waiting.raise(text, ranks.window);
  }

  private rankOf(place: Place): Rank {
    const isMany = this.asked + this.waiting.size > limits.textsInAnyOrder;
    return isMany && this.asker.isHidden(place) ? ranks.hidden : ranks.shown;
  }

  private isTooMuch(text: string): boolean {
    if (this.waiting.placesOf(ranks.hidden) >= limits.placesWaiting) return true;
    const texts = this.askedHidden + this.waiting.textsOf(ranks.hidden);
    return texts >= limits.hiddenTexts && this.waiting.rankOf(text) === undefined;
  }

  /** Asks for what waits, unless an answer is outstanding; goes on by itself until nothing waits. */
  async flush(): Promise<void> {
    if (this.busy || this.waiting.size === 0) return;
    const texts = this.waiting.next(limits.textsPerMessage);
    this.busy = true;
    await sleep(await this.request(texts));
    this.busy = false;
    await this.flush();
  }

  /** Forgets every verdict and question: the list changed, or there is nobody to ask any more. */
  forget(): void {
    this.epoch += 1;
    this.asked = 0;
    this.askedHidden = 0;
    this.verdicts.clear();
    this.waiting.clear();
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
      if (this.waiting.rankOf(text) === ranks.hidden) this.askedHidden += 1;
      const places = this.waiting.take(text);
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
