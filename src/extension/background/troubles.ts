import { type Trouble, troubles } from '../troubles.ts';

/** The troubles that the background's parts have found. Each life of the worker finds them anew. */
export class Troubles {
  private readonly found = new Set<Trouble>();
  private readonly changed: () => void;

  /** @param changed called when a trouble came or went */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Gravest first. */
  get list(): readonly Trouble[] {
    return troubles.filter((trouble) => this.found.has(trouble));
  }

  /** A part looked whether there is a trouble. */
  set(trouble: Trouble, isThere: boolean): void {
    if (this.found.has(trouble) === isThere) return;
    if (isThere) this.found.add(trouble);
    else this.found.delete(trouble);
    this.changed();
  }
}
