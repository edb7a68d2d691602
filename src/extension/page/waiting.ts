import type { Place } from './place.ts';

/** How soon a text is looked up: what stands in the window, what can be seen elsewhere, what is hidden. */
export const ranks = { window: 0, shown: 1, hidden: 2 } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];

interface Waiter {
  rank: Rank;
  readonly places: Place[];
}

/** Texts that wait for their look-up, each with the places where it stands. */
export class Waiting {
  private readonly texts = new Map<string, Waiter>();
  /** The texts of each rank, in the order they came. */
  private readonly order = Object.values(ranks).map(() => new Set<string>());
  private readonly places = Object.values(ranks).map(() => 0);

  /** Texts of every rank. */
  get size(): number {
    return this.texts.size;
  }

  /** How many texts of a rank wait. */
  textsOf(rank: Rank): number {
    return this.order[rank]!.size;
  }

  /** In how many places the texts of a rank stand. */
  placesOf(rank: Rank): number {
    return this.places[rank]!;
  }

  /** Takes note of a place. A text has the best rank of all its places. */
  add(text: string, place: Place, rank: Rank): void {
    let waiter = this.texts.get(text);
    if (waiter === undefined) {
      waiter = { rank, places: [] };
      this.texts.set(text, waiter);
      this.order[rank]!.add(text);
    } else if (rank < waiter.rank) this.raise(text, rank);
    waiter.places.push(place);
    this.places[waiter.rank]! += 1;
  }

  /** Gives a text that waits a better rank. */
  raise(text: string, rank: Rank): void {
    const waiter = this.texts.get(text);
    if (waiter === undefined || waiter.rank <= rank) return;
    this.order[waiter.rank]!.delete(text);
    this.places[waiter.rank]! -= waiter.places.length;
    waiter.rank = rank;
    this.order[rank]!.add(text);
    this.places[rank]! += waiter.places.length;
  }

  /** The texts to look up next, which go on waiting. */
  next(most: number): string[] {
    const next: string[] = [];
    for (const texts of this.order) {
      for (const text of texts) {
        if (next.length === most) return next;
        next.push(text);
      }
    }
    return next;
  }

  /** A text waits no longer. @returns its places */
  take(text: string): readonly Place[] {
    const waiter = this.texts.get(text);
    if (waiter === undefined) return [];
    this.texts.delete(text);
    this.order[waiter.rank]!.delete(text);
    this.places[waiter.rank]! -= waiter.places.length;
    return waiter.places;
  }

  rankOf(text: string): Rank | undefined {
    return this.texts.get(text)?.rank;
  }

  clear(): void {
    this.texts.clear();
    for (const texts of this.order) texts.clear();
    this.places.fill(0);
  }
}
