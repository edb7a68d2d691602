import type { Place } from './place.ts';

/** How soon a text is looked up: what stands in the window, what can be seen elsewhere, what is hidden. */
export const ranks = { window: 0, shown: 1, hidden: 2 } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];

/** Texts that wait for their look-up, each with the places where it stands. */
export class Waiting {
  /** By rank. */
  private readonly texts = Object.values(ranks).map(() => new Map<string, Place[]>());
  private readonly places = Object.values(ranks).map(() => 0);

  /** Texts of every rank. */
  get size(): number {
    return this.texts.reduce((sum, { size }) => sum + size, 0);
  }

  /** How many texts of a rank wait, and in how many places they stand. */
  count(rank: Rank): { readonly texts: number; readonly places: number } {
    return { texts: this.texts[rank]!.size, places: this.places[rank]! };
  }

  /** Takes note of a place. A text has the best rank of all its places. */
  add(text: string, place: Place, rank: Rank): void {
    const old = this.rankOf(text);
    if (old === undefined) this.texts[rank]!.set(text, []);
    else if (rank < old) this.raise(text, rank);
    const now = Math.min(rank, old ?? rank);
    this.texts[now]!.get(text)!.push(place);
    this.places[now]! += 1;
  }

  /** Gives a text that waits a better rank. */
  raise(text: string, rank: Rank): void {
    const old = this.rankOf(text);
    if (old === undefined || old <= rank) return;
    const places = this.take(text);
    this.texts[rank]!.set(text, places);
    this.places[rank]! += places.length;
  }

  /** The texts to look up next, which go on waiting. */
  next(most: number): string[] {
    const next: string[] = [];
    for (const texts of this.texts) {
      for (const text of texts.keys()) {
        if (next.length === most) return next;
        next.push(text);
      }
    }
    return next;
  }

  /** A text waits no longer. @returns its places */
  take(text: string): Place[] {
    const rank = this.rankOf(text);
    if (rank === undefined) return [];
    const places = this.texts[rank]!.get(text)!;
    this.texts[rank]!.delete(text);
    this.places[rank]! -= places.length;
    return places;
  }

  rankOf(text: string): Rank | undefined {
    return Object.values(ranks).find((rank) => this.texts[rank]!.has(text));
  }

  clear(): void {
    for (const texts of this.texts) texts.clear();
    this.places.fill(0);
  }
}
